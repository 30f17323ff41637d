import type { AprsRequest } from '../../service/protocols.ts';

/** What sends, as APRS-IS knows it: the name for logins and the one of six letters for packets. */
const SOFTWARE = 'apprise 1.13.0';
const DEVICE = 'APPRIS';

/** http://www.aprs.org/doc/APRS101.PDF, chapter 14. */
const MAX_TEXT_CHARACTERS = 67;
const RECIPIENT_CHARACTERS = 9;

const SPELLINGS: Readonly<Record<string, string>> = { Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A text without what has a meaning of its own in a packet, or ends it. */
function messageOf(text: string): string {
  const spelled = text.replace(/[{}|~]/g, '').replace(/[ÄÖÜäöüß]/g, (letter) => SPELLINGS[letter] ?? letter);
  return Array.from(spelled).slice(0, MAX_TEXT_CHARACTERS).join('').trimEnd();
}

const line = (text: string): string => `${text.replace(/[\r\n\0]+/g, ' ')}\r\n`;

/** The login, as a line. */
export const loginLine = ({ callSign, password }: AprsRequest): string =>
  line(`user ${callSign} pass ${password} vers ${SOFTWARE}`);

/** The packets, each a line. */
export const packetsOf = ({ callSign, recipients, text }: AprsRequest): string[] =>
  recipients.map((to) => line(`${callSign}>${DEVICE}::${to.padEnd(RECIPIENT_CHARACTERS)}:${messageOf(text)}`));
