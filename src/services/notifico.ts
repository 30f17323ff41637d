import { defineService, field, hostFields, http } from '../service/index.ts';
import type { MessageType } from '../service/message.ts';
import { splitPath, unquote } from '../text/url.ts';

const NATIVE = /^https?:\/\/n\.tkte\.ch\/h\/([0-9]+)\/([A-Z0-9]+)\/?(\?.+)?$/i;
const OFFICIAL_ORIGIN = 'https://n.tkte.ch';

/** https://modern.ircdocs.horse/formatting */
const BOLD = '\u0002';
const COLOR = '\u0003';
const RESET = '\u000f';
const TEAL = '10';
const LIGHT_GREEN = '09';
const ORANGE = '07';
const RED = '04';
/** Colours as they are written in a text. */
const WRITTEN_COLOR = /\\x03(?:\d{1,2}(?:,\d{1,2})?)?/g;

const MARKS: Readonly<Record<MessageType, readonly [mark: string, color: string]>> = {
  info: ['i', TEAL],
  success: ['✔', LIGHT_GREEN],
  warning: ['!', ORANGE],
  failure: ['✗', RED],
};

/** https://n.tkte.ch/ */
export default defineService({
  id: 'notifico',
  name: 'Notifico',
  category: 'chat',
  homepage: 'https://notifico.tech/',
  schemes: { plain: ['notifico'], secure: ['notificos'] },
  limits: { title: 0, body: 512 },

  url: [
    '{project_id}/{msghook}',
    '{host}/{project_id}/{msghook}',
    '{host}:{port}/{project_id}/{msghook}',
    '{user}@{host}/{project_id}/{msghook}',
    '{user}@{host}:{port}/{project_id}/{msghook}',
    '{user}:{password}@{host}/{project_id}/{msghook}',
    '{user}:{password}@{host}:{port}/{project_id}/{msghook}',
  ],
  canonical: ({ host }) =>
    `${host === undefined ? '' : '[{user}[:{password}]@]{host}[:{port}]/'}{project_id}/{msghook}/`,
  verifyHost: false,
  fields: {
    ...hostFields,
    host: field.text('Hostname', { unread: true, safe: '[]:' }),
    port: field.port({ bare: true }),
    project_id: field.secret('Project ID', { required: true, aliases: ['project'], pattern: /^[0-9]+$/ }),
    msghook: field.secret('Message Hook', { required: true, aliases: ['token'], pattern: /^[a-z0-9]+$/i }),
    color: field.flag('IRC Colors', { default: true }),
    prefix: field.flag('Prefix', { default: true }),
  },
  // A number is no host but a project of the official one.
  read(raw, { host, path = '' }) {
    const entries = splitPath(path);
    const isOfficial = /^[0-9]+$/.test(unquote(host));
    const [project_id, msghook] = isOfficial ? [unquote(host), ...entries] : entries;
    const official = { host: undefined, port: undefined, user: undefined, password: undefined };
    return { ...raw, ...(isOfficial && official), project_id, msghook };
  },
  identity: ({ scheme, host = '', port, project_id, msghook }) => [
    scheme,
    host ? 'selfhosted' : 'official',
    host,
    port,
    project_id,
    msghook,
  ],
  native: (url) => {
    const [whole, project, hook, query = ''] = NATIVE.exec(url) ?? [];
    return whole && `notifico://${project}/${hook}/${query}`;
  },

  requests: (settings, { body, type }, context) => {
    const { secure, host, port, user, password, project_id, msghook, color, prefix } = settings;
    const [mark, hue] = MARKS[type];
    const text = color ? body : body.replace(WRITTEN_COLOR, '');
    const { appId } = context.asset;
    const colored = `${COLOR}${hue}[${mark}]${COLOR} ${BOLD}${appId}${RESET}: ${text}${RESET}`;
    const prefixed = color ? colored : `[${mark}] ${appId}: ${text}`;
    const origin = host === undefined ? OFFICIAL_ORIGIN : http.origin({ secure, host, port });
    return http.get(`${origin}/h/${project_id}/${msghook}`, {
      query: { payload: prefix ? prefixed : text },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
      ...(host !== undefined && user && { auth: http.basic(user, password) }),
    });
  },
});
