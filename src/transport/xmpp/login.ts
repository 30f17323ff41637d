import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { DeliveryError } from '../../service/errors.ts';
import type { XmppRequest } from '../../service/protocols.ts';
import type { Element } from './reader.ts';
import { CHANNEL_BINDING, child, SASL } from './stanzas.ts';
import { Scram, type ScramLogin } from './scram.ts';
import { conditionOf, refusal, type Stream } from './stream.ts';

/** The best first. */
const SCRAMS = [
  ['SCRAM-SHA-512', 'sha512'],
  ['SCRAM-SHA-256', 'sha256'],
  ['SCRAM-SHA-1', 'sha1'],
] as const;

interface Binding {
  readonly kind: string;
  readonly data: Uint8Array;
}

/** The hash of a certificate that its signature names, or a better one (RFC 5929, section 4.1). */
function certificateHash(socket: TLSSocket): Buffer | undefined {
  const certificate = socket.getPeerX509Certificate();
  const [, bits] = /sha-?(\d+)/i.exec(certificate?.signatureAlgorithm ?? '') ?? [];
  if (!certificate || bits === undefined) return undefined;
  return createHash(`sha${bits === '1' ? '256' : bits}`)
    .update(certificate.raw)
    .digest();
}

/** What ties a login to an encrypted connection, of a kind that the server knows. */
function bindingOf(socket: TLSSocket, features: Element): Binding | undefined {
  const named = child(features, 'sasl-channel-binding', CHANNEL_BINDING)?.children.map(({ attributes }) =>
    attributes.get('type'),
  );
  // Without TLS 1.3 others might have the same keys, and with it servers that name nothing mean it (RFC 9266).
  if (socket.getProtocol() === 'TLSv1.3' && (named?.includes('tls-exporter') ?? true)) {
    const data = socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
    return { kind: 'tls-exporter', data };
  }
  const data = named?.includes('tls-server-end-point') ? certificateHash(socket) : undefined;
  return data && { kind: 'tls-server-end-point', data };
}

interface Choice {
  readonly mechanism: string;
  /** Undefined: the password is sent as it is. */
  readonly scram: ScramLogin | undefined;
}

/** How to log in: bound to the connection if possible, and showing the password only where nobody else reads it. */
function choose(request: XmppRequest, features: Element, socket: TLSSocket | undefined): Choice {
  const offered = new Set(child(features, 'mechanisms', SASL)?.children.map(({ text }) => text.trim()));
  const knowsBinding = Array.from(offered).some((name) => name.endsWith('-PLUS'));
  const binding = socket && request.bindsChannel ? bindingOf(socket, features) : undefined;
  const { password, sender } = request;
  const login = { user: sender.local, password };
  if (binding)
    for (const [name, hash] of SCRAMS)
      if (offered.has(`${name}-PLUS`)) {
        const scram = { ...login, hash, binding: `p=${binding.kind}`, bindingData: binding.data };
        return { mechanism: `${name}-PLUS`, scram };
      }
  for (const [name, hash] of SCRAMS)
    if (offered.has(name)) {
      // With `y` a server that does know binding notices that somebody between has kept that back.
      const flag = binding && !knowsBinding ? 'y' : 'n';
      return { mechanism: name, scram: { ...login, hash, binding: flag, bindingData: new Uint8Array() } };
    }
  if (socket && offered.has('PLAIN')) return { mechanism: 'PLAIN', scram: undefined };
  const reason = offered.has('PLAIN')
    ? `${request.host} wants the password as it is, over a connection that is not encrypted`
    : `${request.host} offers no login that is known here`;
  throw new DeliveryError({ code: 'refused', reason });
}

const encode = (text: string): string => Buffer.from(text).toString('base64');
const decode = ({ text }: Element): string => Buffer.from(text, 'base64').toString();

function refusedLogin(host: string, answer: Element, { scram }: Choice): DeliveryError {
  const condition = conditionOf(answer);
  if (condition === 'temporary-auth-failure') return refusal(`${host} does not log in`, answer);
  const isBinding = scram?.binding.startsWith('p=') && /channel.?binding/i.test(child(answer, 'text')?.text ?? '');
  const advice = isBinding ? '; scramplus=no logs in without channel binding' : '';
  return new DeliveryError({
    code: 'unauthorized',
    reason: `${host} does not accept the login (${condition})${advice}`,
  });
}

const untrustworthy = (host: string): DeliveryError =>
  new DeliveryError({ code: 'unauthorized', reason: `${host} does not prove that it knows the password` });

/** Logs in; throws DeliveryError if the server does not accept it, or does not prove that it knows the password. */
export async function logIn(
  stream: Stream,
  request: XmppRequest,
  features: Element,
  socket: TLSSocket | undefined,
): Promise<void> {
  const { host, sender, password } = request;
  const choice = choose(request, features, socket);
  const hear = async (...wanted: readonly string[]): Promise<Element> => {
    const answer = await stream.next();
    if (answer.name === 'failure') throw refusedLogin(host, answer, choice);
    if (answer.namespace !== SASL || !wanted.includes(answer.name)) throw untrustworthy(host);
    return answer;
  };
  const begin = (text: string): void =>
    stream.write(`<auth xmlns='${SASL}' mechanism='${choice.mechanism}'>${encode(text)}</auth>`);
  const respond = (text: string): void => stream.write(`<response xmlns='${SASL}'>${text}</response>`);

  if (!choice.scram) {
    begin(`\0${sender.local}\0${password}`);
    await hear('success');
    return;
  }
  const scram = new Scram(choice.scram);
  begin(scram.greeting);
  const proof = await scram.prove(decode(await hear('challenge')));
  if (proof === undefined) throw untrustworthy(host);
  respond(encode(proof));
  const last = await hear('challenge', 'success');
  if (!scram.isProof(decode(last))) throw untrustworthy(host);
  if (last.name === 'success') return;
  respond('');
  await hear('success');
}
