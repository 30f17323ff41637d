// `deliver`: an access token is asked for with a key that is read from a file.
import { colorOf } from '../../service/asset.ts';
import type { DeliverContext } from '../../service/define.ts';
import { defineService, field, http, UrlError } from '../../service/index.ts';
import { loadText, readLocation, writeLocation } from '../../service/named-files.ts';
import { parseBoolean } from '../../text/boolean.ts';
import { quote, splitPath } from '../../text/url.ts';
import { assertionOf, parseKeyFile, type KeyFile } from './key-file.ts';
import { legacyMessageFor, messageFor, PRIORITIES } from './message.ts';

const LEGACY_API = 'https://fcm.googleapis.com/fcm/send';
const MAX_KEY_FILE_CHARACTERS = 5000;
/** Seconds that a token is taken to end before it does. */
const MARGIN_SECONDS = 10;

/** A colour as `rrggbb`, or whether there is one. */
function readColor(text: string): string {
  const [, long, short] = /^#?(?:([0-9a-f]{6})|([0-9a-f]{3}))/i.exec(text) ?? [];
  if (short !== undefined) return short.toLowerCase().replace(/./g, '$&$&');
  return long?.toLowerCase() ?? (parseBoolean(text) ? 'yes' : 'no');
}

/** The key in a file, or undefined after a failure. */
async function loadKey(location: string, project: string, context: DeliverContext): Promise<KeyFile | undefined> {
  const text = await loadText(location, MAX_KEY_FILE_CHARACTERS, context);
  const key = text === undefined ? undefined : parseKeyFile(text);
  if (key?.project === project && key.tokenAddress.startsWith('https://')) return key;
  context.fail(key ? 'The key file is not one for this project' : 'The key file could not be read');
  return undefined;
}

/** Tokens are kept by key, so that knowing the name of a project is not enough to use its token. */
const sessionOf = ({ fingerprint }: KeyFile): string => `token.${fingerprint}`;

/** A token for the API: the one from before, or a new one; undefined after a failure. */
async function accessToken(key: KeyFile, context: DeliverContext): Promise<string | undefined> {
  const kept = await context.session.get(sessionOf(key));
  if (typeof kept === 'string') return kept;
  const reply = await context.send(
    http.post(key.tokenAddress, {
      form: { assertion: assertionOf(key, context.now()), grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
      accept: [200],
      // The address comes out of a file that anyone may have written.
      publicOnly: true,
    }),
  );
  if (!reply.ok) return undefined;
  const { access_token: token, expires_in: seconds } = reply.json<{ access_token: string; expires_in: number }>() ?? {};
  if (token) await context.session.set(sessionOf(key), token, { expiresInSeconds: (seconds || 3600) - MARGIN_SECONDS });
  else context.fail('The key was accepted, but no access token came back');
  return token;
}

export default defineService({
  id: 'fcm',
  name: 'Firebase Cloud Messaging',
  category: 'push',
  homepage: 'https://firebase.google.com',
  schemes: { secure: ['fcm'] },
  requirements: { required: ['cryptography'] },
  limits: { body: 1024 },
  imageSize: '256x256',

  url: ['{project}/{targets}?keyfile={keyfile}', '{apikey}/{targets}'],
  fields: {
    apikey: field.secret('API Key'),
    project: field.text('Project ID'),
    targets: field.list('Targets', {
      required: 'published',
      aliases: ['to'],
      sorted: true,
      kinds: { device: { label: 'Target Device' }, topic: { label: 'Target Topic', prefix: '#' } },
    }),
    mode: field.choice('Mode', ['legacy', 'oauth2'], { default: 'legacy' }),
    include_image: field.flag('Include Image', { key: 'image', default: false }),
    color: field.text('Notification Color', { default: 'yes', read: readColor }),
    priority: field.choice('Mode', PRIORITIES, {
      match: 'start',
      synonyms: { m: 'min', l: 'low', n: 'normal', h: 'high', ma: 'max' },
    }),
    keyfile: field.secret('OAuth2 KeyFile', { mask: 'none', written: 'set', read: readLocation }),
    image_url: field.text('Custom Image URL'),
    data_kwargs: field.map('Data Entries', '+', { mask: 'all' }),
  },
  read: (raw, { path = '' }) => ({ ...raw, apikey: raw['host'], project: raw['host'], targets: splitPath(path) }),
  resolve: (settings, raw) => {
    const { apikey, project, keyfile, image_url } = settings;
    const mode = raw['mode'] ? settings.mode : keyfile ? 'oauth2' : 'legacy';
    const isLegacy = mode === 'legacy';
    const missing = isLegacy ? !apikey && 'apikey' : (!project && 'project') || (!keyfile && 'keyfile');
    if (missing) throw new UrlError('missing-field', { field: missing });
    return {
      ...settings,
      mode,
      apikey: isLegacy ? apikey : undefined,
      project: isLegacy ? undefined : project,
      keyfile: isLegacy ? undefined : keyfile,
      color: raw['color'] ? settings.color : 'no',
      include_image: raw['include_image'] ? settings.include_image : Boolean(image_url),
    };
  },
  canonical: ({ mode }) => (mode === 'legacy' ? '{apikey}/{targets}' : '{project}/{targets}'),
  write: ({ keyfile }) => ({ keyfile: keyfile && writeLocation(keyfile) }),
  identity: ['mode', 'apikey', 'project'],
  count: ({ targets }) => targets.length,

  accept: [200, 204],
  statuses: {
    400: 'A bad request was made to the server',
    401: 'The provided API Key was not valid',
    404: 'The token could not be registered',
  },
  async deliver(settings, { title, body, type }, context) {
    const {
      apikey,
      project = '',
      keyfile = '',
      targets,
      color,
      priority,
      include_image,
      image_url,
      data_kwargs,
    } = settings;
    if (targets.length === 0) return context.fail('There are no targets to notify.');
    const key = apikey ? undefined : await loadKey(keyfile, project, context);
    const token = key && (await accessToken(key, context));
    if (!apikey && !token) return;
    const note = {
      title,
      body,
      image: include_image ? (image_url ?? context.image(type)) : undefined,
      color: color === 'yes' ? colorOf(type) : color === 'no' ? undefined : `#${color}`,
      priority,
      data: data_kwargs.size > 0 ? Object.fromEntries(data_kwargs) : undefined,
    };
    for (const target of targets) {
      const { status } = await context.send(
        token
          ? http.post(`https://fcm.googleapis.com/v1/projects/${quote(project, '')}/messages:send`, {
              auth: http.bearer(token),
              json: { message: messageFor(target, note) },
            })
          : http.post(LEGACY_API, { auth: `key=${apikey}`, json: legacyMessageFor(target, note) }),
      );
      if (key && status === 401) await context.session.clear(sessionOf(key));
    }
  },
});
