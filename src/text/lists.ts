import { trim } from './whitespace.ts';

const DELIMITERS = /[[\];,\s\x1c-\x1f\x85]+/;
const PHRASE_DELIMITERS = /[[\];,]+/;

/** The items of a text, cut at white space, commas, semicolons and brackets, in the order given. */
export const splitItems = (text: string): string[] => text.split(DELIMITERS).filter(Boolean);

/** The items of a text that may have blanks in them: cut at commas, semicolons and brackets only. */
export const splitPhrases = (text: string): string[] => text.split(PHRASE_DELIMITERS).map(trim).filter(Boolean);

/** The items of a text, each once and sorted. */
export const parseList = (text: string): string[] => [...new Set(splitItems(text))].toSorted();

/** The items in the order of what `textOf` makes of them; of those with the same text only the last. */
export function sortByText<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  const byText = new Map(items.map((item) => [textOf(item), item]));
  return [...byText.keys()].toSorted().map((text) => byText.get(text)!);
}
