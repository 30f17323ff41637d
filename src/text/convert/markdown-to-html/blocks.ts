import type { Target } from './links.ts';

/** What each level of a list or of code is indented by. */
export const INDENT = '    ';

/** Blocks nested deeper than this are paragraphs. */
const MAX_DEPTH = 100;

/** A block of the document. */
export interface Block {
  readonly tag: string;
  readonly attributes: string;
  /** Markdown at its beginning. */
  text: string;
  readonly children: Block[];
  /** Markdown right behind it. */
  tail: string;
  /** What is in a code block. */
  code: string;
}

export const createBlock = (tag: string, text = '', attributes = ''): Block => ({
  tag,
  attributes,
  text,
  children: [],
  tail: '',
  code: '',
});

/** Adds a block behind the others in the parent. */
export function append(parent: Block, tag: string, text = '', attributes = ''): Block {
  const block = createBlock(tag, text, attributes);
  parent.children.push(block);
  return block;
}

export const lastChild = ({ children }: Block): Block | undefined => children.at(-1);

/**
 * Text of which blocks are to be read. What was looked for in it in vain is not looked for in its parts: otherwise a
 * long text of many blocks would be searched through again for each of them.
 */
export class Source {
  readonly text: string;
  readonly #missing: Set<RegExp>;

  constructor(text: string, missing: Iterable<RegExp> = []) {
    this.text = text;
    this.#missing = new Set(missing);
  }

  /** The first match of an expression for whole lines. */
  search(expression: RegExp): RegExpExecArray | undefined {
    if (this.#missing.has(expression)) return undefined;
    const match = expression.exec(this.text) ?? undefined;
    if (!match) this.#missing.add(expression);
    return match;
  }

  /** Some of its lines. */
  part(start: number, end?: number): Source {
    return new Source(this.text.slice(start, end), this.#missing);
  }
}

/** Text that begins wherever there is an empty line. */
export const chunksOf = (text: string): Source[] => text.split('\n\n').map((chunk) => new Source(chunk));

/** How blocks are read: text in a tight list is no paragraph of its own, and an indent may be taken off already. */
export type Mode = 'plain' | 'tight' | 'unindented';

/** Where a block is read. */
export interface Context {
  readonly parent: Block;
  readonly mode: Mode;
  /** What is to be read after the block, the next one last. */
  readonly rest: Source[];
  readonly references: Map<string, Target>;
  /** Reads blocks within another one. */
  readonly readInto: (parent: Block, sources: readonly Source[], mode?: Mode) => void;
}

/** Reads what the source begins with, if it is the rule's kind of block, and leaves the rest to be read; false if not. */
export type Rule = (source: Source, context: Context) => boolean;

/** Reads the sources into the parent, each by the first of the rules that takes it. */
export function readBlocks(
  parent: Block,
  sources: readonly Source[],
  rules: readonly Rule[],
  references: Map<string, Target>,
  mode: Mode = 'plain',
  depth = 0,
): void {
  if (depth >= MAX_DEPTH) {
    for (const { text } of sources) append(parent, 'p', text);
    return;
  }
  const rest = sources.toReversed();
  const readInto: Context['readInto'] = (block, within, blockMode = mode) =>
    readBlocks(block, within, rules, references, blockMode, depth + 1);
  const context: Context = { parent, mode, rest, references, readInto };
  for (let source = rest.pop(); source; source = rest.pop()) {
    const next = source;
    rules.some((rule) => rule(next, context));
  }
}
