import type { ParagraphEnd } from './tokens.ts';

/** Lists and quotes nested deeper than this are shown as if they were not. */
export const MAX_DEPTH = 4;

/** Elements nested deeper than this are read as if their tags were not there, which bounds the work for each tag. */
const MAX_FRAMES = 200;

/** What an element has to remember until it ends. */
type Role =
  | { readonly kind: 'code'; readonly content: string[] }
  | { readonly kind: 'link'; readonly target: string }
  | {
      readonly kind: 'emphasis';
      readonly sign: string;
      readonly first: number;
      readonly written: number;
      started: boolean;
    }
  | { readonly kind: 'item'; readonly written: number }
  | { readonly kind: 'table'; readonly visible: boolean; rows: number }
  | {
      readonly kind: 'row';
      readonly visible: boolean;
      readonly table: { rows: number } | undefined;
      readonly cells: string[];
    }
  | { readonly kind: 'cell'; readonly first: number };

export type RoleOf<Kind extends Role['kind']> = Extract<Role, { kind: Kind }>;

/** An open element and what holds within it. */
export interface Frame {
  readonly tag: string;
  readonly role?: Role | undefined;
  /** Text in it is for readers. */
  readonly visible: boolean;
  readonly list: 'ul' | 'ol' | undefined;
  readonly listDepth: number;
  /** Whether items of the list are for readers. */
  readonly listVisible: boolean;
  /** The number of the next item. */
  number: number;
  readonly quoteDepth: number;
  /** What further lines of a list item begin with. */
  readonly indent: string;
  /** The indent around the outermost of the nested lists. */
  readonly outerIndent: string;
}

const ROOT: Frame = {
  tag: '',
  visible: true,
  list: undefined,
  listDepth: 0,
  listVisible: true,
  number: 1,
  quoteDepth: 0,
  indent: '',
  outerIndent: '',
};

/** What lines within the frame begin with. */
export const prefixIn = ({ indent, quoteDepth }: Frame): ParagraphEnd => ({
  prefix: indent + '> '.repeat(quoteDepth),
  quoted: quoteDepth > 0,
});

/** The open elements, outermost first; the root is always there. */
export class Frames {
  readonly #frames: Frame[] = [ROOT];
  readonly #open = new Map<string, number>();

  get top(): Frame {
    return this.#frames.at(-1) ?? ROOT;
  }

  /** Opens an element within the top one; what is not said of it is as there. False if there are too many. */
  push(frame: Partial<Frame> & Pick<Frame, 'tag'>): boolean {
    if (this.#frames.length >= MAX_FRAMES) return false;
    this.#frames.push({ ...this.top, role: undefined, ...frame });
    this.#open.set(frame.tag, this.count(frame.tag) + 1);
    return true;
  }

  /** How many elements with the tag are open. */
  count(tag: string): number {
    return this.#open.get(tag) ?? 0;
  }

  /** The innermost element that fits. */
  find(fits: (frame: Frame) => boolean): Frame | undefined {
    return this.#frames.findLast(fits);
  }

  /** Closes the innermost element; undefined if there is only the root left. */
  popTop(): Frame | undefined {
    return this.top === ROOT ? undefined : this.pop(this.top.tag);
  }

  /** Closes the innermost element with the tag and all within it; undefined if none is open. */
  pop(tag: string): Frame | undefined {
    if (this.count(tag) === 0) return undefined;
    const index = this.#frames.findLastIndex((frame) => frame.tag === tag);
    const closed = this.#frames.splice(index);
    for (const { tag } of closed) this.#open.set(tag, this.count(tag) - 1);
    return closed[0];
  }
}
