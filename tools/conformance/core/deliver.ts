import { ROOMY_RULES } from '../../../tests/support/overflow-rules.ts';
import type { Format } from '../../../src/text/format.ts';
import { prepareText } from '../../../src/text/prepare.ts';
import type { Row } from './judge.ts';

interface ServiceInput {
  readonly format?: Format;
  readonly title_maxlen?: number;
  readonly emojis?: boolean;
}

interface Input {
  readonly title: string;
  readonly body: string;
  readonly body_format: Format | null;
  readonly service_format: Format;
  readonly title_maxlen: number;
  readonly asset: unknown;
  readonly service: boolean | null;
  readonly call: unknown;
  readonly services: readonly ServiceInput[];
}

/** What a service with a huge body limit receives. */
function receive(
  { title, body }: Pick<Input, 'title' | 'body'>,
  written: Format | null,
  { format = 'text', title_maxlen: titleLength = 250, emojis = false }: ServiceInput,
  escapes = false,
): Record<string, unknown>[] {
  const rules = { ...ROOMY_RULES, titleLength, format };
  const pieces = prepareText(
    { title, body, format: written ?? undefined },
    { rules, mode: 'upstream', emojis, escapes },
  );
  return pieces.map((piece) => ({ ...piece, type: 'info', body_format: written }));
}

/** A body that is empty before it is trimmed is not sent. */
function send(input: Input, service: ServiceInput, escapes = false): unknown {
  const isEmpty = input.body === '' || (escapes && input.body === '\\\n');
  if (isEmpty) return { result: false, received: [] };
  return { result: true, received: receive(input, input.body_format ?? null, service, escapes) };
}

export const judge = ({ kind, in: input }: Row<Input>): unknown => {
  switch (kind) {
    case 'convert':
      return send(input, { format: input.service_format, title_maxlen: input.title_maxlen });
    case 'escapes':
      return send(input, {}, true);
    case 'emoji_switch': {
      const emojis = input.asset === false ? false : (input.service ?? (input.asset as boolean | null));
      return { received: receive(input, null, { emojis: emojis ?? false }), emojis };
    }
    case 'escape_switch':
      return { received: receive(input, null, {}, (input.call ?? input.asset) === true) };
    case 'body_format_switch':
      return { received: receive(input, (input.call ?? input.asset) as Format | null, {}) };
    default:
      return { received: input.services.map((service) => receive(input, input.body_format, service, true)) };
  }
};
