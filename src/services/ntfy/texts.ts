import { quote } from '../../text/url.ts';

/** Words and numbers for priorities, by how they start. */
export const PRIORITIES = {
  e: 'max',
  ma: 'max',
  h: 'high',
  d: 'default',
  n: 'default',
  l: 'low',
  mo: 'low',
  mi: 'min',
  1: 'min',
  2: 'low',
  3: 'default',
  4: 'high',
  5: 'max',
};

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** An address to open: in ASCII, as it stands in a header. */
export const readClick = (text: string): string => (isAscii(text) ? text : quote(text, ':/?&=[]'));

/** A text as a header takes it: https://docs.ntfy.sh/publish/#publishing-as-json, on special characters */
export const headerText = (text: string | undefined): string | undefined =>
  text === undefined || isAscii(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
