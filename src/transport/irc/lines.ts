import type { IrcRequest } from '../../service/protocols.ts';

/** A line has 512 bytes (RFC 2812, section 2.3); servers put up to a hundred before it. */
const MAX_TEXT_BYTES = 400;

/** A text that cannot end the line it stands in. */
export const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ');

/** A word that stands for itself alone among others. */
const oneWord = (text: string): string => text.replace(/[\s\0]+/g, '');

/** The lines of a text, cut where they are too long for one message. */
function textLines(text: string): string[] {
  return text.split(/[\r\n\0]+/).flatMap((line) => {
    const pieces: string[] = [];
    let piece = '';
    let bytes = 0;
    for (const character of line) {
      const size = Buffer.byteLength(character);
      if (bytes + size > MAX_TEXT_BYTES) {
        pieces.push(piece);
        piece = '';
        bytes = 0;
      }
      piece += character;
      bytes += size;
    }
    return [...pieces, piece].filter((part) => part.trim() !== '');
  });
}

/** What a client says first. */
export function greetingLines({ login, password, nick, fullName }: IrcRequest): string[] {
  const pass = password !== undefined && (login === 'server' || login === 'znc') ? [`PASS ${oneLine(password)}`] : [];
  return [
    ...pass,
    `NICK ${oneWord(nick)}`,
    `USER ${oneWord(nick)} 0 * :${oneLine(fullName)}`,
    ...loginLines(login, password),
  ];
}

/** What a client says once it is in, to be known by its nick or to know that its bouncer answers. */
export function loginLines(login: IrcRequest['login'], password: string | undefined): string[] {
  if (login === 'znc') return ['PING :apprise'];
  return login === 'nickserv' && password !== undefined ? [`PRIVMSG NickServ :IDENTIFY ${oneLine(password)}`] : [];
}

const say = (target: string, text: string): string[] =>
  textLines(text).map((line) => `PRIVMSG ${oneWord(target)} :${line}`);

/** What a client says to enter a channel and in it. */
export const channelLines = ({ name, key, joins }: IrcRequest['channels'][number], text: string): string[] => [
  ...(joins ? [`JOIN ${oneWord(name)}${key === undefined ? '' : ` ${oneWord(key)}`}`] : []),
  ...say(name, text),
];

/** All that a client says to channels and users. */
export const messageLines = ({ channels, users, text }: IrcRequest): string[] => [
  ...channels.flatMap((channel) => channelLines(channel, text)),
  ...users.flatMap((user) => say(user, text)),
];
