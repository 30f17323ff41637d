import { markOf } from '../service/asset.ts';
import { defineService, field, http, phoneRecipient, readWrittenPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 10;

const NAME_PATTERN = /^[a-z0-9_-]+$/i;

const readPhone = (text: string): string | undefined => readWrittenPhone(text, 9);

/** How each kind of recipient is called and named, in the order they are sent to. */
const CALLS = [
  ['phone', 'sms.send_sms', 'to'],
  ['group', 'sms.send_togroup', 'groupname'],
  ['contact', 'sms.send_tocontact', 'contactname'],
] as const;

/** https://www.smseagle.eu/docs/jsonrpc/ */
export default defineService({
  id: 'smseagle',
  name: 'SMS Eagle',
  category: 'sms',
  homepage: 'https://smseagle.eu',
  schemes: { plain: ['smseagle'], secure: ['smseagles'] },
  attachments: 'inline',
  limits: { title: 0, body: 1200 },

  url: '{token}@{host}[:{port}]/{targets}',
  canonical: '{token}@{host}[:{port}]/{targets}',
  verifyHost: false,
  fields: {
    token: field.text('Access Token', { required: true, aliases: ['token'], mask: 'all' }),
    host: field.host(),
    port: field.port({ bare: true }),
    targets: field.recipients(
      {
        phone: { ...phoneRecipient, read: readPhone },
        contact: { label: 'Target Contact', prefix: '@', pattern: NAME_PATTERN, fallback: true },
        group: { label: 'Target Group ID', prefix: '#', pattern: NAME_PATTERN },
      },
      { required: 'published', split: parsePhones, safe: '#@', keepInvalid: true },
    ),
    batch: field.flag('Batch Mode', { default: false }),
    status: field.flag('Show Status', { default: false }),
    flash: field.flag('Flash', { default: false }),
    test: field.flag('Test Only', { default: false }),
    priority: field.choice('Priority', [0, 1], {
      default: 0,
      match: 'prefix',
      synonyms: { normal: 0, high: 1, '+': 1 },
      names: ['normal', '+'],
      late: true,
    }),
  },
  identity: ['token', 'host', 'port'],
  count: ({ targets, batch }) =>
    CALLS.reduce((sum, [kind]) => sum + Math.ceil(targets[kind].length / (batch ? MAX_RECIPIENTS : 1)), 0),

  accept: [200, 201],
  // There is one result, or one for each recipient.
  failure: (reply) => {
    const result = reply.json<{ result: { status: string } | { status: string }[] | null }>()?.result;
    return [result].flat().every((entry) => entry?.status === 'ok') ? undefined : 'the gateway did not take it';
  },
  requests: (settings, { body, type, attachments }) => {
    const { token, targets, batch, status, flash, test, priority } = settings;
    const images = attachments.filter((file) => /^image\//i.test(file.type));
    return CALLS.flatMap(([kind, method, parameter]) =>
      http.chunk(targets[kind], batch ? MAX_RECIPIENTS : 1).map((some) =>
        http.post(`${http.origin(settings)}/jsonrpc/sms`, {
          json: {
            method,
            params: {
              [parameter]: some.join(','),
              access_token: token,
              message: status ? `${markOf(type)} ${body}` : body,
              highpriority: priority,
              unicode: 1,
              message_type: images.length > 0 ? 'mms' : 'sms',
              responsetype: 'extended',
              flash: flash ? 1 : 0,
              test: test ? 1 : 0,
              ...(images.length > 0 && {
                attachments: images.map((file) => ({ content_type: file.type, content: http.base64(file) })),
              }),
            },
          },
        }),
      ),
    );
  },
});
