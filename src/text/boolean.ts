const NO = new Set(['0', 'de', 'di', 'f', 'fa', 'n', 'ne', 'no', 'of']);
const YES = new Set(['1', 'al', 'en', 'on', 't', 'tr', 'y', 'ye']);

/** What a text means as yes or no: its first two characters decide; where they say neither, the fallback holds. */
export function parseBoolean(text: string, fallback = false): boolean {
  const start = text.slice(0, 2).toLowerCase();
  return YES.has(start) || (!NO.has(start) && fallback);
}
