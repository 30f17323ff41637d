import { splitItems } from './lists.ts';

/** The sign of a radio amateur, in upper case, and the number of the station. */
export interface CallSign {
  readonly callSign: string;
  /** Empty if there is none. */
  readonly ssid: string;
}

const CALL_SIGN = /^([\da-z]{1,2}\d[a-z\d]{1,3})(?:-(\d{1,2}))?\s*$/i;
const CALL_SIGNS = /[\da-z]{1,2}\d[a-z\d]{1,3}(?:-(?:\d{1,2}))?(?=$|[,;\s])/gi;

/** The call sign a text is, or undefined. */
export function parseCallSign(text: string): CallSign | undefined {
  const [, callSign, ssid = ''] = CALL_SIGN.exec(text) ?? [];
  return callSign === undefined ? undefined : { callSign: callSign.toUpperCase(), ssid };
}

/** The call signs in a text; where there is none, its items, so that each can be reported. */
export const parseCallSigns = (text: string): string[] => text.match(CALL_SIGNS) ?? splitItems(text);
