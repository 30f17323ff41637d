const isLead = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isTrail = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** The index after `count` code points from `index`, at most the end of the text. */
export function advance(text: string, index: number, count: number): number {
  let at = index;
  for (let left = count; left > 0 && at < text.length; left--)
    at += isLead(text.charCodeAt(at)) && isTrail(text.charCodeAt(at + 1)) ? 2 : 1;
  return at;
}

/** The index `count` code points before `index`, at least the beginning of the text. */
export function retreat(text: string, index: number, count: number): number {
  let at = index;
  for (let left = count; left > 0 && at > 0; left--)
    at -= isTrail(text.charCodeAt(at - 1)) && isLead(text.charCodeAt(at - 2)) ? 2 : 1;
  return at;
}

/** The number of code points. */
export function countCodePoints(text: string): number {
  let pairs = 0;
  for (let at = 1; at < text.length; at++) if (isTrail(text.charCodeAt(at)) && isLead(text.charCodeAt(at - 1))) pairs++;
  return text.length - pairs;
}

/** Whether the text has at most `limit` code points. */
export const fits = (text: string, limit: number): boolean =>
  text.length <= limit || (text.length <= 2 * limit && countCodePoints(text) <= limit);

/** The first `limit` code points, none if it is negative. */
export const cut = (text: string, limit: number): string => text.slice(0, advance(text, 0, limit));
