import { defineService, field, http, PHONE_PATTERN, plusPhoneRecipient, readPlusPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** https://www.bulksms.com/developer/json/v1/ accepts at most 4000 recipients a request. */
const MAX_RECIPIENTS = 4000;

/** A group is told from a number by having more than digits. */
const group = (text: string): string | undefined => /^@?((?!\d+$)[A-Z0-9_-]+)$/i.exec(text)?.[1];

export default defineService({
  id: 'bulksms',
  name: 'BulkSMS',
  category: 'sms',
  homepage: 'https://bulksms.com/',
  schemes: { secure: ['bulksms'] },
  limits: { title: 0, body: 160 },

  url: '{user}:{password}@{targets}',
  fields: {
    user: field.text('User Name', { required: 'published', mask: 'ends' }),
    password: field.secret('Password', { required: 'published', mask: 'all' }),
    targets: field.recipients(
      {
        phone: plusPhoneRecipient,
        group: { label: 'Target Group', prefix: '@', pattern: /^[A-Z0-9 _-]+$/i, read: group },
      },
      { required: 'published', safe: '+@', split: parsePhones },
    ),
    unicode: field.flag('Unicode Characters', { default: true }),
    batch: field.flag('Batch Mode', { default: false }),
    route: field.choice('Route Group', ['ECONOMY', 'STANDARD', 'PREMIUM'], { default: 'STANDARD' }),
    source: field.text('From Phone No', { key: 'from', pattern: PHONE_PATTERN, read: readPlusPhone }),
  },
  identity: ['user', 'password'],

  accept: [200, 201],
  requests: ({ user, password, targets, source, route, unicode, batch }, { body }) => {
    if (!user || !password) return [];
    const phones = batch ? http.chunk(targets.phone, MAX_RECIPIENTS) : targets.phone;
    return [...phones, ...targets.group.map((name) => ({ type: 'GROUP', name }))].map((to) =>
      http.post('https://api.bulksms.com/v1/messages', {
        auth: http.basic(user, password),
        json: {
          to,
          body,
          routingGroup: route,
          encoding: unicode ? 'UNICODE' : 'TEXT',
          deliveryReports: 'ERRORS',
          from: source,
        },
      }),
    );
  },
});
