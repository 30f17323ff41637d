import { defineService, field, http, orSender, readWrittenPhone, unlessSender } from '../service/index.ts';
import { isPhone, parsePhones } from '../text/phones.ts';

/** https://46elks.com/docs/send-sms */
export default defineService({
  id: '46elks',
  name: '46elks',
  category: 'sms',
  homepage: 'https://46elks.com',
  schemes: { secure: ['46elks', 'elks'] },
  limits: { title: 0, body: 160 },

  url: '{user}:{password}@{from_phone}[/{targets}]',
  canonical: '{user}:{password}@{from_phone}/{targets}',
  native: (url) => {
    const [, credentials, query] = /^https?:\/\/([^@]+)@api\.46elks\.com\/a1\/sms\/?(\?.+)$/i.exec(url) ?? [];
    return credentials && `46elks://${credentials}@/${query}`;
  },
  fields: {
    user: field.text('API Username', { required: true }),
    password: field.secret('API Password', { required: true, mask: 'all' }),
    source: field.text('From Phone No', {
      key: 'from_phone',
      required: 'published',
      aliases: ['from'],
      safe: '+',
    }),
    targets: field.recipients(
      { phone: { label: 'Target Phone', read: readWrittenPhone } },
      { split: parsePhones, keepInvalid: 'alone', safe: '+' },
    ),
  },
  // A sender may also be a name.
  resolve: (settings) => {
    const { source, targets } = settings;
    return source && isPhone(source) ? { ...settings, targets: orSender(targets, source) } : settings;
  },
  write: ({ source, targets }) => ({ targets: unlessSender(targets, source) }),
  identity: ['user', 'password', 'source'],
  count: ({ targets }) => targets.phone.length || 1,

  requests: ({ user, password, source, targets }, { body }) =>
    targets.phone.map((to) =>
      http.post('https://api.46elks.com/a1/sms', {
        auth: http.basic(user, password),
        form: { to, from: source, message: body },
      }),
    ),
});
