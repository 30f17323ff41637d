/** Where an expression was found. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds expressions in a text and remembers what it found, so that looking for the same again and again on the way
 * through the text takes no longer than going through it once.
 */
export class Finder {
  readonly text: string;
  readonly #found = new Map<RegExp, { readonly from: number; readonly place: Place | undefined }>();

  constructor(text: string) {
    this.text = text;
  }

  /** The first match of the global expression from `from` on. */
  find(expression: RegExp, from: number): Place | undefined {
    const known = this.#found.get(expression);
    if (known && known.from <= from && from <= (known.place?.start ?? Infinity)) return known.place;
    expression.lastIndex = from;
    const match = expression.exec(this.text);
    const place = match ? { start: match.index, end: expression.lastIndex } : undefined;
    this.#found.set(expression, { from, place });
    return place;
  }
}
