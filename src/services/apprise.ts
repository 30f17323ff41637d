import { defineService, field, HOST_TEMPLATE, hostFields, http } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

const NATIVE = /^http(s?):\/\/([A-Z0-9._-]+(?::[0-9]+)?)((?:\/[^?/]+)*?)\/notify\/([A-Z0-9_-]{1,32})\/?(\?.+)?$/i;

/** Stands for a part that is missing, in the identity. */
const NONE = '\0';

/** https://github.com/caronc/apprise-api */
export default defineService({
  id: 'apprise',
  name: 'Apprise API',
  category: 'webhook',
  homepage: 'https://github.com/caronc/apprise-api',
  setup: 'https://appriseit.com/services/apprise_api/',
  schemes: { plain: ['apprise'], secure: ['apprises'] },
  attachments: 'inline',
  throttleSeconds: 0,
  imageSize: '256x256',
  defaults: { readTimeoutSeconds: 30 },

  url: '[{user}[:{password}]@]{host}[:{port}]/{token}',
  canonical: `${HOST_TEMPLATE}{fullpath}{token}/`,
  fields: {
    ...hostFields,
    fullpath: field.path(),
    token: field.secret('Token', { required: true, aliases: ['to'], pattern: /^[A-Z0-9_-]{1,128}$/i }),
    method: field.choice('Query Method', ['form', 'json'], { default: 'form' }),
    headers: field.map('HTTP Header', '+', { mask: 'all' }),
    tags: field.list('Tags', { late: true, published: { type: 'string' } }),
  },
  identity: ({ scheme, password = NONE, user = NONE, host, port = NONE, fullpath, secure }) => [
    scheme,
    password,
    user,
    host,
    port,
    fullpath.replace(/^\/|\/+$/g, ''),
    secure ? 's' : 'i',
  ],
  native: (url) => {
    const [whole, secure, host, path, token, query = ''] = NATIVE.exec(url) ?? [];
    return whole === undefined ? undefined : `apprise${secure}://${host}${path}/${token}/${query}`;
  },
  read(raw, { path = '', query }) {
    const entries = splitPath(path);
    const token = query.get('token') || query.get('to') ? undefined : entries.pop();
    return { ...raw, token, fullpath: `/${entries.map((entry) => `${entry}/`).join('')}` };
  },

  requests: (settings, { title, body, type, format, attachments }, context) => {
    const { fullpath, token, user, password, method, headers, tags } = settings;
    const text = { title, body, type, format };
    const files = attachments.map((file) => ({ filename: file.name, base64: http.base64(file), mimetype: file.type }));
    const form = [...Object.entries(text), ...tags.map((tag): [string, string] => ['tag', tag])];
    const parts = attachments.map((value, index) => ({ name: `file${String(index + 1).padStart(2, '0')}`, value }));
    return http.post(`${http.origin(settings)}${fullpath}notify/${token}`, {
      ...(user && { auth: http.basic(user, password) }),
      headers: {
        ...Object.fromEntries(headers),
        Accept: 'application/json',
        'X-Apprise-ID': context.recursion.id || context.uuid(),
        'X-Apprise-Recursion-Count': String(context.recursion.count + 1),
      },
      ...(method === 'json'
        ? { json: { ...text, ...(files.length > 0 && { attachments: files }), ...(tags.length > 0 && { tag: tags }) } }
        : parts.length > 0
          ? { multipart: [...form.map(([name, value]) => ({ name, value })), ...parts] }
          : { form }),
    });
  },
});
