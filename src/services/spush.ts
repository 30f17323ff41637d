import { createCipheriv, createHash } from 'node:crypto';
import { defineService, field, http } from '../service/index.ts';

/** Encrypts texts as https://simplepush.io/features asks: AES-128-CBC under half a SHA-1 of password and salt. */
function sealer(password: string, salt: string, iv: Uint8Array): (text: string) => string {
  const key = createHash('sha1')
    .update(password + salt, 'utf8')
    .digest()
    .subarray(0, 16);
  return (text) => {
    const cipher = createCipheriv('aes-128-cbc', key, iv);
    // This base64 keeps its padding.
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
    return sealed.replaceAll('+', '-').replaceAll('/', '_');
  };
}

export default defineService({
  id: 'spush',
  name: 'SimplePush',
  category: 'push',
  homepage: 'https://simplepush.io/',
  setup: 'https://appriseit.com/services/simplepush/',
  schemes: { secure: ['spush'] },
  requirements: { required: ['cryptography'] },
  limits: { title: 1024, body: 10_000 },

  url: '[{salt}:{password}@]{apikey}',
  commonFirst: true,
  fields: {
    apikey: field.secret('API Key', { required: true }),
    password: field.secret('Password', { mask: 'all' }),
    user: field.secret('Salt', { key: 'salt', mask: 'all' }),
    event: field.text('Event'),
  },
  identity: ['user', 'password', 'apikey'],

  failure: (reply) => {
    const { status, message } = reply.json<{ status: unknown; message: unknown }>() ?? {};
    return status === 'OK' ? undefined : typeof message === 'string' ? message : 'The message was not taken';
  },
  requests: ({ apikey: key, user: salt, password, event }, { title, body }, context) => {
    const text = { msg: body, title, event };
    if (!salt || !password) return http.post('https://api.simplepush.io/send', { form: { key, ...text } });
    const iv = context.random(16);
    const seal = sealer(password, salt, iv);
    const hex = Buffer.from(iv).toString('hex').toUpperCase();
    return http.post('https://api.simplepush.io/send', {
      form: { key, encrypted: 'true', iv: hex, ...text, msg: seal(body), title: seal(title) },
    });
  },
});
