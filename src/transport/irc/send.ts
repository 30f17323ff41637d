import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { IrcRequest } from '../../service/protocols.ts';
import { converse, findLine, type Peer } from '../peer.ts';
import { plainReply } from '../reply.ts';
import { shownReply } from '../socket-errors.ts';
import { greetingLines, loginLines, messageLines, oneLine } from './lines.ts';

/** Networks may look around for half a minute before they let a client in. */
const REGISTER_SECONDS = 30;
const JOIN_SECONDS = 12;
const NICKSERV_SECONDS = 5;
/** Servers hold back what comes too fast, and answer later. */
const HEARD_SECONDS = 15;
const FAREWELL_SECONDS = 2;

/** So many lines are taken at once, and then one a second (RFC 2813, section 5.8). */
const BURST_LINES = 5;
const LINE_SECONDS = 1;

/** Replies by their numbers: the client is in; its nick is taken; its password is wrong; nobody is told. */
const WELCOME = '001';
const JOINED = '366';
const NICK_TAKEN: ReadonlySet<string> = new Set(['432', '433', '436', '437']);
const BAD_PASSWORD = '464';

interface Line {
  readonly from: string;
  readonly command: string;
  readonly words: readonly string[];
}

function readLine(line: string): Line {
  const [, from = '', command = '', rest = ''] = /^(?::(\S*) +)?(\S+)([^]*)$/.exec(line) ?? [];
  const [middle = '', ...last] = rest.split(' :');
  return { from, command: command.toUpperCase(), words: [...middle.split(' ').filter(Boolean), last.join(' :')] };
}

const isError = ({ command }: Line): boolean => command === 'ERROR' || /^[45]\d\d$/.test(command);

/** A bouncer that is not on its network says so as somebody of its own. */
const isLost = ({ from, words }: Line): boolean => from.startsWith('*status!') && /got lost/.test(words.at(-1) ?? '');

const isFromNickServ = ({ from, command }: Line): boolean =>
  command === '401' || (command === 'NOTICE' && /^nickserv(!|$)/i.test(from));

class Client {
  readonly #peer: Peer;
  readonly #request: IrcRequest;
  #said = 0;

  constructor(peer: Peer, request: IrcRequest) {
    this.#peer = peer;
    this.#request = request;
  }

  async say(line: string): Promise<void> {
    if (++this.#said > BURST_LINES) await this.#peer.pause(LINE_SECONDS);
    this.#peer.write(`${line}\r\n`);
  }

  /** Waits for a line; what the server asks meanwhile is answered. */
  hear(isWanted: (line: Line) => boolean, seconds: number): Promise<Line> {
    const use = (text: string): Line | undefined => {
      const line = readLine(text);
      if (line.command === 'PING')
        this.#peer.answer(`PONG :${oneLine(line.words.at(-1) || (line.words[0] ?? ''))}\r\n`);
      return isWanted(line) ? line : undefined;
    };
    return this.#peer.seek(findLine, use, seconds);
  }

  async register(): Promise<void> {
    const { login, password, spareNicks } = this.#request;
    const after = loginLines(login, password);
    for (const line of greetingLines(this.#request).slice(0, after.length > 0 ? -after.length : undefined))
      await this.say(line);
    const nicks = [...spareNicks];
    for (;;) {
      const line = await this.hear((heard) => heard.command === WELCOME || isError(heard), REGISTER_SECONDS);
      if (line.command === WELCOME) break;
      const nick = NICK_TAKEN.has(line.command) ? nicks.shift() : undefined;
      if (nick === undefined) throw this.#refusal(line);
      await this.say(`NICK ${nick}`);
    }
    for (const line of after) await this.say(line);
    if (login === 'znc') await this.hear(({ command }) => command === 'PONG', JOIN_SECONDS);
    else if (after.length > 0) await this.#hearNickServ();
  }

  async #hearNickServ(): Promise<void> {
    for (;;) {
      const { command, words } = await this.hear(isFromNickServ, NICKSERV_SECONDS);
      const answer = words.at(-1) ?? '';
      if (
        command === '401' ||
        /invalid|incorrect|fail|wrong|not (?:a )?registered|isn't registered|denied/i.test(answer)
      )
        throw new DeliveryError({
          code: 'unauthorized',
          reason: `NickServ of ${this.#request.host} refuses the login`,
        });
      if (/identified|recognized|accepted|logged in/i.test(answer)) return;
    }
  }

  async notify(): Promise<void> {
    const problems: Line[] = [];
    for (const line of messageLines(this.#request)) {
      await this.say(line);
      if (!line.startsWith('JOIN ')) continue;
      const heard = await this.hear((answer) => answer.command === JOINED || isError(answer), JOIN_SECONDS);
      if (heard.command !== JOINED) problems.push(heard);
    }
    // Once this is answered, what was said before has been heard, and what was refused has been told.
    await this.say('PING :told');
    await this.hear((line) => {
      if (isError(line) || isLost(line)) problems.push(line);
      return line.command === 'PONG' || line.command === 'ERROR';
    }, HEARD_SECONDS);
    const [problem] = problems;
    if (problem) throw this.#refusal(problem);
  }

  /** Takes leave; the nick is free again for those who come next. */
  async leave(): Promise<void> {
    this.#peer.write(`QUIT :${oneLine(this.#request.farewell)}\r\n`);
    await this.hear(({ command }) => command === 'ERROR', FAREWELL_SECONDS).catch(() => undefined);
  }

  #refusal({ command, words }: Line): DeliveryError {
    const said = words.slice(command === 'ERROR' ? 0 : 1).join(' ');
    const isLogin = command === BAD_PASSWORD || /password/i.test(said);
    return new DeliveryError({
      code: isLogin ? 'unauthorized' : 'refused',
      reason: isLogin
        ? `${this.#request.host} does not accept the password`
        : `${this.#request.host} refuses: ${shownReply(said)}`,
    });
  }
}

/** Says a text on an IRC server; throws DeliveryError where somebody was not told, at the latest at the deadline. */
export async function sendIrc(request: IrcRequest, deadline: number | undefined): Promise<Reply> {
  await converse(request, deadline, async (peer) => {
    const client = new Client(peer, request);
    await client.register();
    try {
      await client.notify();
    } finally {
      await client.leave();
    }
  });
  return plainReply(0, '');
}
