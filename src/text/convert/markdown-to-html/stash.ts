/** Something in a line that is done with. */
export interface Node {
  /** As it appears in the document. */
  readonly html: string;
  /** What it reads as, for attributes. */
  readonly text: string;
  /** As it appears in raw HTML; its `html` unless given. */
  readonly source?: string;
}

type View = keyof Node;

const PLACEHOLDER = /\x02(?:[et](\d+)|b)\x03/g;

/** Stands for a line break, which is an element. */
export const BREAK = '\x02b\x03';
const BREAK_HTML = '<br />';

/** An element, a break among them, or the end: what makes blanks before it mean nothing after a break. */
const BLANKS_AFTER_BREAK = /\x02b\x03(?:\s+(?=\x02[eb]|$))?/g;

export const startsWithElement = (text: string): boolean => /^\x02[eb]/.test(text);

/** The text as HTML; what looks like a character reference is one. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)/gi, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** The text as the value of an attribute. */
export const escapeAttribute = (text: string): string => escapeHtml(text).replaceAll('"', '&quot;');

/**
 * Keeps what is done with while a text is worked on, a placeholder in its stead: two control characters, which no
 * text has when work on it begins, and a number.
 */
export class Stash {
  readonly #nodes: Node[] = [];

  /** The placeholder of an element. */
  element(node: Node): string {
    return `\x02e${this.#nodes.push(node) - 1}\x03`;
  }

  /** The placeholder of something that is part of a text. */
  text(node: Node): string {
    return `\x02t${this.#nodes.push(node) - 1}\x03`;
  }

  /** The node, if the text is nothing but the placeholder of a part of text. */
  only(text: string): Node | undefined {
    const index = /^\x02t(\d+)\x03$/.exec(text)?.[1];
    return index === undefined ? undefined : this.#nodes[Number(index)];
  }

  /** The text with nodes in the place of their placeholders. */
  expand(text: string, view: View): string {
    return text.replace(PLACEHOLDER, (_placeholder, index?: string) => {
      if (index === undefined) return view === 'text' ? '' : BREAK_HTML;
      const node = this.#nodes[Number(index)];
      return node?.[view] ?? node?.html ?? '';
    });
  }

  /** The text, which may have placeholders, as HTML. */
  toHtml(text: string): string {
    return this.expand(escapeHtml(text).replace(BLANKS_AFTER_BREAK, `${BREAK_HTML}\n`), 'html');
  }
}
