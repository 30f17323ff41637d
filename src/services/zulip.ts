import { defineService, field, http } from '../service/index.ts';
import { parseMail } from '../text/mails.ts';

const DEFAULT_STREAM = 'general';
const BOT_NAME = /^[A-Z0-9_-]{1,32}/i;
const ORGANIZATION = /^([A-Z0-9_-]{1,32})(?:\.(\S+))?/i;

const DEFAULT_HOST = 'zulipchat.com';

const readBotName = (text: string): string | undefined => BOT_NAME.exec(text)?.[0].replace(/-bot$/, '');
const readOrganization = (text: string): string | undefined =>
  ORGANIZATION.exec(text)?.[0].replace(`.${DEFAULT_HOST}`, '');
const splitTargets = (text: string): string[] => text.split(/[ \t\r\n,#\\/]+/).filter(Boolean);

/** https://zulip.com/api/send-message */
export default defineService({
  id: 'zulip',
  name: 'Zulip',
  category: 'chat',
  homepage: 'https://zulipchat.com/',
  schemes: { secure: ['zulip'] },
  limits: { title: 60, body: 10_000 },

  url: '{botname}@{organization}/{token}[/{targets}]',
  canonical: '{botname}@{organization}/{token}/{targets}',
  fields: {
    botname: field.text('Bot Name', {
      required: true,
      read: readBotName,
      pattern: /^[A-Z0-9_-]{1,32}$/i,
    }),
    organization: field.text('Organization', {
      required: true,
      read: readOrganization,
      published: { pattern: ['^[A-Z0-9_-]{1,32})$', 'i'] },
    }),
    token: field.secret('Token', { required: true, aliases: ['token'], pattern: /^[A-Z0-9]{32}$/i }),
    targets: field.list('Targets', {
      aliases: ['to'],
      kinds: { user: { label: 'Target User' }, stream: { label: 'Target Stream' } },
      split: splitTargets,
      sorted: true,
    }),
  },
  resolve: (settings) => ({
    ...settings,
    targets: settings.targets.length > 0 ? settings.targets : [DEFAULT_STREAM],
  }),
  count: ({ targets }) => targets.length,
  identity: ({ organization, token }) => {
    const [, name, host = DEFAULT_HOST] = ORGANIZATION.exec(organization) ?? [];
    return ['zulip', name, host, token];
  },

  statuses: { 401: 'Unauthorized - Invalid Token' },
  requests: ({ botname, organization, token, targets }, { title, body }) => {
    const [, name, host = DEFAULT_HOST] = ORGANIZATION.exec(organization) ?? [];
    return targets.map((target) => {
      const mail = parseMail(target)?.fullEmail;
      return http.post(`https://${name}.${host}/api/v1/messages`, {
        auth: http.basic(`${botname}-bot@${name}.${host}`, token),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
        form: { subject: title, content: body, type: mail ? 'private' : 'stream', to: mail ?? target },
      });
    });
  },
});
