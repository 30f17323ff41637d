import { DeliveryError } from '../../service/errors.ts';
import type { XmppRequest } from '../../service/protocols.ts';
import { findAll, patienceSeconds, type Peer } from '../peer.ts';
import { shownReply } from '../socket-errors.ts';
import { StreamReader, type Element } from './reader.ts';
import { attribute, STREAMS } from './stanzas.ts';

/** Conditions of servers that would do what is asked for another time. */
const FOR_NOW: ReadonlySet<string> = new Set([
  'connection-timeout',
  'internal-server-error',
  'remote-connection-failed',
  'remote-server-not-found',
  'remote-server-timeout',
  'reset',
  'resource-constraint',
  'system-shutdown',
  'temporary-auth-failure',
]);

/** What a server names as the reason of an error, fit for a sentence. */
export const conditionOf = (error: Element | undefined): string =>
  shownReply(error?.children.find(({ name }) => name !== 'text')?.name ?? '') || 'no reason given';

/** A failure that a server gives a reason for. */
export function refusal(what: string, error: Element | undefined): DeliveryError {
  const condition = conditionOf(error);
  return new DeliveryError({
    code: FOR_NOW.has(condition) ? 'service-failed' : 'refused',
    reason: `${what} (${condition})`,
  });
}

/** What is said to a server and what it says, one element after the other. */
export class Stream {
  readonly #peer: Peer;
  readonly #request: XmppRequest;
  #reader = new StreamReader();
  #come: Element[] = [];

  constructor(peer: Peer, request: XmppRequest) {
    this.#peer = peer;
    this.#request = request;
  }

  write(xml: string): void {
    this.#peer.write(xml);
  }

  /** Begins the stream, or begins it anew; what has come before counts no longer. Gives what the server can do. */
  async begin(): Promise<Element> {
    this.#reader = new StreamReader();
    this.#come = [];
    this.write(
      `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='${STREAMS}' version='1.0' ` +
        `to='${attribute(this.#request.sender.domain)}'>`,
    );
    const head = await this.next();
    if (head.name !== 'stream' || head.namespace !== STREAMS) throw this.#babble();
    const features = await this.next();
    if (features.name !== 'features') throw this.#babble();
    return features;
  }

  end(): void {
    this.write('</stream:stream>');
    this.#peer.end();
  }

  /** The next element; rejects if there is none in time, or if the server ends the stream. */
  async next(seconds = this.#request.readTimeoutSeconds): Promise<Element> {
    const end = Date.now() + patienceSeconds(seconds) * 1000;
    for (;;) {
      const element = this.#come.shift();
      if (element?.name === 'error' && element.namespace === STREAMS)
        throw refusal(`${this.#request.host} has ended the stream`, element);
      if (element) return element;
      if (this.#reader.isEnded) throw refusal(`${this.#request.host} has ended the stream`, undefined);
      const bytes = await this.#peer.take(findAll, Math.max(0.001, (end - Date.now()) / 1000));
      try {
        this.#come = this.#reader.read(bytes);
      } catch {
        throw this.#babble();
      }
    }
  }

  #babble(): DeliveryError {
    return new DeliveryError({ code: 'service-failed', reason: `${this.#request.host} does not speak as XMPP does` });
  }
}
