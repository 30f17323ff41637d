import { randomUUID } from 'node:crypto';
import { DeliveryError } from '../../service/errors.ts';
import { formatJid } from '../../service/jid.ts';
import type { XmppRequest } from '../../service/protocols.ts';
import { patienceSeconds, Peer } from '../peer.ts';
import { logIn } from './login.ts';
import type { Element } from './reader.ts';
import {
  answer,
  bindPayload,
  child,
  isAnswerTo,
  isEcho,
  isError,
  isJoined,
  isNewRoom,
  joining,
  leaving,
  message,
  PING_PAYLOAD,
  PRESENCE,
  query,
  ROSTER_PAYLOAD,
  SESSION,
  SESSION_PAYLOAD,
  TLS,
  type Saying,
} from './stanzas.ts';
import { refusal, Stream } from './stream.ts';

/** Rooms may be on other servers, which have to be reached first: they are waited for so many times as long. */
const ROOM_PATIENCE = 3;
/** Idle connections are ended after this. */
const REST_SECONDS = 300;
/** A server that says more than this meanwhile has something else in mind. */
const MAX_STANZAS = 10_000;
const MAX_NICKS = 3;

/** An account that is logged in at its server. */
export class Session {
  readonly #peer: Peer;
  readonly #stream: Stream;
  readonly #request: XmppRequest;
  /** Who is told by which message, and which of these have come back: others may be many. */
  readonly #told = new Map<string, string>();
  readonly #returned = new Map<string, DeliveryError>();
  #awake = new AbortController();
  #resting: Promise<boolean> = Promise.resolve(true);

  private constructor(peer: Peer, request: XmppRequest) {
    this.#peer = peer;
    this.#request = request;
    this.#stream = new Stream(peer, request);
  }

  static async open(request: XmppRequest, signal: AbortSignal): Promise<Session> {
    const peer = await Peer.open(request, signal);
    try {
      const session = new Session(peer, request);
      await session.#logIn();
      return session;
    } catch (error) {
      peer.end();
      throw error;
    }
  }

  /** Says the text to all; gives what has failed, and throws what leaves the session of no use. */
  async notify({ rooms, people, subject, text, sender, nick }: XmppRequest): Promise<DeliveryError[]> {
    this.#told.clear();
    this.#returned.clear();
    const problems: DeliveryError[] = [];
    const saying = (type: Saying['type'], to: string): Saying => ({ to, id: randomUUID(), type, subject, text });
    for (const room of rooms) {
      const problem = await this.#sayInRoom(saying('groupchat', room), nick).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'TimeoutError')
          return new DeliveryError({ code: 'timed-out', reason: `${room} did not answer in time` });
        throw error;
      });
      if (problem) problems.push(problem);
    }
    const toOneself = rooms.length + people.length === 0;
    const chats = (toOneself ? [formatJid({ ...sender, resource: undefined })] : people).map((to) =>
      saying('chat', to),
    );
    for (const chat of chats) {
      this.#told.set(chat.id, chat.to);
      this.#stream.write(message(chat));
    }
    // Whatever the server itself has against a message it says before it answers what follows.
    await this.#ask('get', PING_PAYLOAD, sender.domain);
    return [...problems, ...chats.flatMap(({ id }) => this.#returned.get(id) ?? [])];
  }

  /** Waits for what comes next, answering the server meanwhile; `whenOver` is told if the connection ends first. */
  rest(whenOver: () => void): void {
    this.#awake = new AbortController();
    this.#peer.bindTo(this.#awake.signal);
    this.#resting = this.#hear(() => false, REST_SECONDS).then(
      () => false,
      () => {
        if (this.#awake.signal.aborted) return true;
        this.end();
        whenOver();
        return false;
      },
    );
  }

  /** Whether the session is of use after its rest. */
  async wake(signal: AbortSignal): Promise<boolean> {
    this.#awake.abort();
    if (!(await this.#resting)) return false;
    this.#peer.bindTo(signal);
    try {
      await this.#ask('get', PING_PAYLOAD, this.#request.sender.domain);
      return true;
    } catch {
      this.end();
      return false;
    }
  }

  end(): void {
    this.#awake.abort();
    this.#stream.end();
  }

  async #logIn(): Promise<void> {
    const { host, mode, sender, asksRoster } = this.#request;
    let features = await this.#stream.begin();
    if (mode === 'starttls') {
      if (!child(features, 'starttls', TLS))
        throw new DeliveryError({ code: 'refused', reason: `${host} does not offer encryption` });
      this.#stream.write(`<starttls xmlns='${TLS}'/>`);
      const { name } = await this.#stream.next();
      if (name !== 'proceed') throw new DeliveryError({ code: 'refused', reason: `${host} refuses encryption` });
      await this.#peer.encrypt();
      features = await this.#stream.begin();
    } else if (mode === 'none' && child(child(features, 'starttls', TLS) ?? features, 'required'))
      throw new DeliveryError({ code: 'refused', reason: `${host} wants encryption, as xmpps: has it` });
    await logIn(this.#stream, this.#request, features, this.#peer.tls);
    features = await this.#stream.begin();
    const bound = await this.#ask('set', bindPayload(sender.resource));
    if (isError(bound)) throw refusal(`${host} does not begin a session`, child(bound, 'error'));
    const session = child(features, 'session', SESSION);
    if (session && !child(session, 'optional')) await this.#ask('set', SESSION_PAYLOAD);
    this.#stream.write(PRESENCE);
    if (asksRoster) await this.#ask('get', ROSTER_PAYLOAD);
  }

  async #sayInRoom(saying: Saying, nick: string): Promise<DeliveryError | undefined> {
    const [room = '', ownNick = nick] = saying.to.split('/');
    const inRoom = { ...saying, to: room };
    const presence = await this.#join(room, ownNick);
    if (isError(presence)) return this.#notTold(room, presence);
    const occupant = presence.attributes.get('from') ?? `${room}/${ownNick}`;
    let returned: Element | undefined;
    if (!isNewRoom(presence)) {
      this.#stream.write(message(inRoom));
      returned = await this.#hearRoom((stanza) => isEcho(inRoom, occupant, stanza));
    }
    this.#stream.write(leaving(occupant));
    if (!returned)
      return new DeliveryError({
        code: 'refused',
        reason: `${room} is a room that was not there: nobody would read it`,
      });
    return isError(returned) ? this.#notTold(room, returned) : undefined;
  }

  /** Enters a room, under another nick where somebody has that one; gives the presence that tells how it went. */
  async #join(room: string, nick: string): Promise<Element> {
    for (let tries = 1; ; tries++) {
      this.#stream.write(joining(`${room}/${nick}${'_'.repeat(tries - 1)}`, randomUUID()));
      const presence = await this.#hearRoom((stanza) => isJoined(room, stanza));
      const error = child(presence, 'error');
      if (!error || !child(error, 'conflict') || tries === MAX_NICKS) return presence;
    }
  }

  #keepReturned(stanza: Element): void {
    const id = stanza.attributes.get('id') ?? '';
    const to = this.#told.get(id);
    if (to !== undefined) this.#returned.set(id, this.#notTold(to, stanza));
  }

  #notTold(to: string, stanza: Element): DeliveryError {
    return refusal(`${to} is not told`, child(stanza, 'error'));
  }

  /** Asks for something and gives the answer, good or bad. */
  #ask(type: 'get' | 'set', payload: string, to?: string): Promise<Element> {
    const id = randomUUID();
    this.#stream.write(query(type, id, to, payload));
    return this.#hear((stanza) => isAnswerTo(id, stanza), this.#request.readTimeoutSeconds);
  }

  #hearRoom(isWanted: (stanza: Element) => boolean): Promise<Element> {
    return this.#hear(isWanted, ROOM_PATIENCE * patienceSeconds(this.#request.readTimeoutSeconds));
  }

  /** Waits for a stanza; meanwhile messages that come back are kept, and requests answered. */
  async #hear(isWanted: (stanza: Element) => boolean, seconds: number): Promise<Element> {
    const end = Date.now() + patienceSeconds(seconds) * 1000;
    for (let count = 0; count < MAX_STANZAS; count++) {
      const stanza = await this.#stream.next(Math.max(0.001, (end - Date.now()) / 1000));
      if (isWanted(stanza)) return stanza;
      if (stanza.name === 'message' && isError(stanza)) this.#keepReturned(stanza);
      const reply = answer(stanza);
      if (reply !== undefined) this.#stream.write(reply);
    }
    throw new DeliveryError({
      code: 'service-failed',
      reason: `${this.#request.host} says more than can be understood`,
    });
  }
}
