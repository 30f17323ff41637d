import { createHash, sign } from 'node:crypto';
import { keyPair, type KeyPair } from '../service/curve-keys.ts';
import type { Context } from '../service/define.ts';
import { defineService, field, http, UrlError } from '../service/index.ts';
import { protobufField } from '../service/protobuf.ts';

/** What closes the content of a message, before which padding would stand. */
const END = 0x80;

const HEX_KEY = /^[0-9a-f]{64}$/i;
const ROOM = /^[a-z0-9_-]{1,64}$/i;

const lowerCase = (text: string): string => text.toLowerCase();
const readKey = (text: string): string | undefined => (HEX_KEY.test(text) ? lowerCase(text) : undefined);
const readRoom = (text: string): string | undefined => (ROOM.test(text) ? lowerCase(text) : undefined);

const contentOf = (text: string): Buffer =>
  Buffer.concat([protobufField(1, protobufField(1, Buffer.from(text))), Buffer.from([END])]);

interface Signer {
  readonly pair: KeyPair;
  /** The public key of the server, in hexadecimal. */
  readonly server: string;
}

/** https://github.com/session-foundation/session-pysogs/blob/dev/api.md: what proves who sends a request. */
function signature({ pair, server }: Signer, path: string, body: string, context: Context): Record<string, string> {
  const nonce = context.random(16);
  const timestamp = String(Math.floor(context.now() / 1000));
  const digest = createHash('blake2b512').update(body).digest();
  const signed = [Buffer.from(server, 'hex'), nonce, Buffer.from(`${timestamp}POST${path}`), digest];
  return {
    'X-SOGS-Pubkey': `00${pair.public.toString('hex')}`,
    'X-SOGS-Nonce': Buffer.from(nonce).toString('base64'),
    'X-SOGS-Timestamp': timestamp,
    'X-SOGS-Signature': sign(null, Buffer.concat(signed), pair.key).toString('base64'),
  };
}

/** https://github.com/session-foundation/session-pysogs */
export default defineService({
  id: 'session',
  name: 'Session Open Group Server',
  category: 'chat',
  homepage: 'https://getsession.org/',
  setup: 'https://appriseit.com/services/sogs/',
  schemes: { plain: ['session'], secure: ['sessions', 'sogs'] },
  requirements: { required: ['cryptography'] },
  limits: { title: 0, body: 2000 },

  url: ['{user}:{password}@{host}/{targets}', '{user}:{password}@{host}:{port}/{targets}'],
  canonical: '{user}:{password}@{host}[:{port}]/{targets}',
  fields: {
    public_key: field.text('Public Key', {
      key: 'user',
      required: true,
      aliases: ['public_key', 'key'],
      read: readKey,
    }),
    seed: field.secret('Seed', { key: 'password', required: true, aliases: ['seed'], read: readKey }),
    host: field.host(),
    port: field.port(),
    targets: field.recipients(
      { room: { label: 'Room', unpublished: true, read: readRoom } },
      { label: 'Rooms', sorted: true, keepInvalid: true },
    ),
  },
  resolve: (settings) => {
    if (settings.targets.room.length === 0) throw new UrlError('missing-field', { field: 'targets' });
    return settings;
  },
  identity: ['public_key', 'host', 'port'],
  count: () => 1,

  accept: [200, 201],
  statuses: {
    400: 'The message or its headers are malformed',
    401: 'The signature was not accepted',
    403: 'The room may not be written to',
    404: 'There is no such room',
    425: 'The clock is wrong, or the message was sent before',
    429: 'Too many messages were sent',
  },
  requests: (settings, message, context) => {
    const pair = keyPair('ed25519', Buffer.from(settings.seed, 'hex'));
    const content = contentOf(message.body);
    const body = JSON.stringify({
      data: content.toString('base64'),
      signature: sign(null, content, pair.key).toString('base64'),
    });
    return settings.targets.room.map((room) => {
      const path = `/room/${room}/message`;
      const signed = signature({ pair, server: settings.public_key }, path, body, context);
      const headers = { 'Content-Type': 'application/json', ...signed };
      return http.post(http.origin(settings) + path, { headers, text: body });
    });
  },
});
