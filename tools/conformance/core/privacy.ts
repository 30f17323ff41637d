import { formatUrl } from '../../../src/service/write.ts';
import { mask, maskUrl, maskWord, type MaskMode } from '../../../src/text/mask.ts';
import { quote } from '../../../src/text/url.ts';
import { attempt, type Judge } from './judge.ts';
import { load, needsScheme } from './services.ts';

interface Input {
  readonly text?: unknown;
  readonly url?: unknown;
  readonly mode?: string;
  readonly quote?: boolean;
  readonly safe?: string;
  readonly options?: { readonly force?: boolean; readonly advanced?: boolean; readonly threshold?: number };
}

const MODES: Readonly<Record<string, MaskMode>> = { secret: 'all', outer: 'ends', tail: 'tail' };
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function word({ text: value, options = {} }: Input): unknown {
  const { force = false, advanced, threshold } = options;
  if (typeof value !== 'string') return value;
  if (force) return value.trim() === '' ? value : mask(value.trim(), 'ends');
  return maskWord(value, {
    ...(advanced !== undefined && { suspectMix: advanced }),
    ...(threshold !== undefined && { maxRuns: threshold - 1 }),
  });
}

export const judge: Judge<Input> = ({ kind, in: input }) => {
  switch (kind) {
    case 'mask':
      return mask(text(input.text), MODES[input.mode ?? 'outer'] ?? 'ends');
    case 'mask_default_mode':
      return mask(text(input.text), 'ends');
    case 'open':
      return input.quote === false ? input.text : attempt(() => quote((input.text ?? '') as string, input.safe));
    case 'word':
      return word(input);
    case 'log_url':
      return typeof input.url === 'string' ? maskUrl(input.url) : input.url;
    case 'url': {
      const url = text(input.url);
      needsScheme(url);
      const service = load(url);
      const shown = service && formatUrl(service, { masked: true });
      return service ? { url: formatUrl(service), privacy_url: shown, text: shown } : null;
    }
    default:
      throw new Error(`no judge for ${kind}`);
  }
};
