import { defineService, field, http } from '../service/index.ts';
import { priorityField } from '../service/priorities.ts';
import { serverOf } from '../service/protocols.ts';
import { unquote } from '../text/percent.ts';

const PORT = 23_053;
const KIND = 'New Messages';

/** The version of Growl, of which only the first number counts. */
const versionOf = (text: string): string => text.trim().split('.', 1)[0]!;

/** http://www.growlforwindows.com/gfw/help/gntp.aspx */
export default defineService({
  id: 'growl',
  name: 'Growl',
  category: 'desktop',
  homepage: 'http://growl.info/',
  schemes: { plain: ['growl'] },
  requirements: { required: ['gntp'] },
  limits: { lines: 2 },
  throttleSeconds: 0,
  imageSize: '72x72',

  url: ['{host}', '{host}:{port}', '{password}@{host}', '{password}@{host}:{port}'],
  canonical: '[{password}@]{host}[:{port}]/',
  fields: {
    host: field.host(),
    port: field.port({ standard: [PORT, PORT] }),
    password: field.secret('Password', { verbatim: true, mask: 'all' }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    sticky: field.flag('Sticky', { default: true }),
    priority: priorityField,
    version: field.choice('Version', [1, 2], { default: 2, lenient: true, unread: true }),
  },
  identity: ({ scheme, password, host, port = PORT }) => [scheme, password, password, host, port],
  read: (raw, { user, password = user, query }) => ({
    ...raw,
    password: password === undefined ? undefined : unquote(password),
    version: versionOf(query.get('version') ?? ''),
  }),

  requests: (settings, { title, body, type }, context) => {
    const { password, include_image, sticky, priority } = settings;
    const server = {
      protocol: 'growl',
      ...serverOf(settings, [PORT, PORT]),
      password,
      application: context.asset.appId,
      kind: KIND,
    } as const;
    const iconUrl = include_image ? context.image(type) : undefined;
    return http.sequence(
      { ...server, call: 'register' as const },
      { ...server, call: 'notify' as const, title, text: body, iconUrl, sticky, priority },
    );
  },
});
