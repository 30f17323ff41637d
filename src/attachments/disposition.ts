import { trim } from '../text/whitespace.ts';

/**
 * The file name a `Content-Disposition` proposes, empty if none. Servers quote it or not, so it reaches to the next quote;
 * directories in it are dropped.
 */
export function nameOfDisposition(header: string): string {
  const name = /filename=['"]?([^'"]+)/i.exec(header)?.[1] ?? '';
  return trim(trim(name).replace(/^.*[/\\]/s, ''));
}
