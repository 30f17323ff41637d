import type { AttachmentStyle, Limits } from '../service/define.ts';
import type { Service } from '../service/load.ts';
import { prepareText, type PreparedText } from '../text/prepare.ts';
import type { Dialect } from '../text/dialect.ts';
import type { Format } from '../text/format.ts';
import type { OverflowRules } from '../text/overflow.ts';

const DEFAULT_LIMITS: Required<Limits> = { title: 250, body: 32768, lines: 0 };

/** How much of a message a service takes. */
export function limitsOf({ definition: { limits }, settings }: Service): Required<Limits> {
  return { ...DEFAULT_LIMITS, ...(typeof limits === 'function' ? limits(settings) : limits) };
}

/** How a service takes files; undefined if it takes none. */
export function attachmentStyleOf({ definition: { attachments }, settings }: Service): AttachmentStyle | undefined {
  return typeof attachments === 'function' ? attachments(settings) : attachments;
}

/** How a service wants messages cut. */
export function rulesOf(service: Service): OverflowRules {
  const { definition, settings } = service;
  const limits = limitsOf(service);
  return {
    titleLength: limits.title,
    bodyLength: limits.body,
    bodyLines: limits.lines,
    buffer: 0,
    amalgamateTitle: definition.amalgamateTitle ?? false,
    displayTitleOnce: undefined,
    displayCountThreshold: 130,
    maxDisplayCountWidth: 12,
    format: settings.options.format,
    titleTag: 'b',
  };
}

const dialectOf = ({ definition: { dialect }, settings }: Service): Dialect | undefined =>
  typeof dialect === 'function' ? dialect(settings) : dialect;

/** What there is to say, and the format it is written in. */
interface Content {
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly format?: Format | undefined;
}

/** The pieces of one notification for each service, worked out once for all services that want the same. */
export class Preparation {
  readonly #content: Content;
  readonly #known = new Map<Dialect | undefined, Map<string, readonly PreparedText[]>>();

  constructor(content: Content) {
    this.#content = content;
  }

  /** The titles and bodies to send to a service, in order. */
  piecesFor(service: Service): readonly PreparedText[] {
    const { definition, settings, asset } = service;
    const { format, overflow, emojis } = settings.options;
    const limits = limitsOf(service);
    const interpretEmojis = asset.interpretEmojis !== false && (emojis ?? asset.interpretEmojis ?? false);
    const key = `${format} ${overflow} ${interpretEmojis} ${limits.title} ${limits.body} ${limits.lines} ${
      definition.amalgamateTitle ?? false
    }`;
    const dialect = dialectOf(service);
    let known = this.#known.get(dialect);
    if (!known) this.#known.set(dialect, (known = new Map()));
    let pieces = known.get(key);
    if (pieces === undefined) {
      const { title = '', body = '', format: bodyFormat } = this.#content;
      pieces = prepareText(
        { title, body, format: bodyFormat },
        {
          rules: rulesOf(service),
          mode: overflow,
          emojis: interpretEmojis,
          escapes: asset.interpretEscapes,
          dialect,
        },
      );
      known.set(key, pieces);
    }
    return pieces;
  }
}
