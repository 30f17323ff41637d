// `deliver`: who is in a group is asked before its members are notified.
import type { DeliverContext } from '../service/define.ts';
import type { HttpRequest } from '../service/http.ts';
import { defineService, field, hostFields, http } from '../service/index.ts';
import { PATH_SAFE, quote } from '../text/url.ts';

/** The first version with notifications of its own; before, they were an app. */
const OWN_NOTIFICATIONS = 21;
/** The group of all users. */
const ALL = 'all';
const MEMBERS_LIFETIME_SECONDS = 24 * 60 * 60;

function readGroup(text: string): string | undefined {
  if (/^#?(?:all|everyone|\*)$/i.test(text)) return ALL;
  return /^#([a-z0-9_-]+)$/i.exec(text)?.[1];
}

function readPrefix(text: string): string {
  const prefix = text.replace(/^\/+|\/+$/g, '');
  return prefix && `/${prefix}`;
}

/** Who is in a group: what is kept of it, or else what the server answers; undefined after a failure. */
async function membersOf(group: string, request: HttpRequest, context: DeliverContext) {
  const kept = await context.session.get(group);
  if (Array.isArray(kept)) return kept.map(String);
  const reply = await context.send(request);
  if (!reply.ok) return undefined;
  const users = reply.json<{ ocs: { data?: { users?: unknown } } }>()?.ocs?.data?.users;
  const members = Array.isArray(users) ? users.map((user) => String(user).trim()).filter(Boolean) : [];
  await context.session.set(group, members, { expiresInSeconds: MEMBERS_LIFETIME_SECONDS });
  return members;
}

/** https://docs.nextcloud.com/server/latest/developer_manual/client_apis/OCS/ */
export default defineService({
  id: 'ncloud',
  name: 'Nextcloud',
  category: 'chat',
  homepage: 'https://nextcloud.com/',
  setup: 'https://appriseit.com/services/nextcloud/',
  schemes: { plain: ['ncloud'], secure: ['nclouds'] },
  limits: { title: 255, body: 4000 },

  url: [
    '{host}/{targets}',
    '{host}:{port}/{targets}',
    '{user}:{password}@{host}/{targets}',
    '{user}:{password}@{host}:{port}/{targets}',
  ],
  canonical: '[{user}[:{password}]@]{host}[:{port}]/{targets}',
  fields: {
    ...hostFields,
    port: field.port({ bare: true }),
    targets: field.recipients(
      {
        group: { label: 'Target Group', prefix: '#', read: readGroup },
        user: {
          label: 'Target User',
          prefix: '@',
          fallback: true,
          pattern: /^[a-z0-9_-]+$/i,
          published: { pattern: undefined },
        },
      },
      { required: 'published', sorted: true, safe: '#@' },
    ),
    headers: field.map('HTTP Header', '+', { mask: 'all', late: false }),
    version: field.integer('Version', { min: 1, default: 21 }),
    url_prefix: field.text('URL Prefix', { read: readPrefix }),
  },
  identity: ({ scheme, user, password, host, port, url_prefix = '' }) => [
    scheme,
    user,
    password,
    host,
    port,
    url_prefix,
  ],
  count: ({ targets: { group, user } }) => Math.max(1, new Set(group).size + user.length),

  async deliver(settings, { title, body }, context) {
    const { user, password, targets, version, url_prefix = '' } = settings;
    const base = http.origin(settings) + quote(url_prefix, PATH_SAFE);
    const options = {
      headers: { 'OCS-APIREQUEST': 'true', Accept: 'application/json', ...Object.fromEntries(settings.headers) },
      ...(user && { auth: http.basic(user, password) }),
    };
    const people = new Set(targets.user);
    for (const group of new Set(targets.group)) {
      const path = group === ALL ? 'users' : `groups/${quote(group, '')}`;
      const request = http.get(`${base}/ocs/v1.php/cloud/${path}`, { ...options, query: { format: 'json' } });
      const members = await membersOf(group, request, context);
      if (!members) return;
      for (const member of members) people.add(member);
    }
    if (people.size === 0) return context.fail('There are no users to notify.');
    const api =
      version < OWN_NOTIFICATIONS
        ? 'admin_notifications/api/v1/notifications'
        : 'notifications/api/v2/admin_notifications';
    const form = { shortMessage: title || context.asset.appDescription, longMessage: body || undefined };
    for (const person of people)
      await context.send(http.post(`${base}/ocs/v2.php/apps/${api}/${quote(person, '')}`, { ...options, form }));
  },
});
