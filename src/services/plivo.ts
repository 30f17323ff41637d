import {
  defineService,
  field,
  http,
  orSender,
  phoneBatches,
  plusPhoneRecipient,
  readPlusPhone,
} from '../service/index.ts';
import { unquote } from '../text/percent.ts';
import { parsePhones } from '../text/phones.ts';
import { splitPath } from '../text/url.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 20;

/** https://www.plivo.com/docs/messaging/api/message/send-a-message */
export default defineService({
  id: 'plivo',
  name: 'Plivo',
  category: 'sms',
  homepage: 'https://plivo.com',
  schemes: { secure: ['plivo'] },
  limits: { title: 0, body: 140 },

  url: '{auth_id}@{token}/{source}[/{targets}]',
  fields: {
    auth_id: field.text('Auth ID', {
      required: true,
      pattern: /^[a-z0-9]{20,30}$/i,
      aliases: ['id'],
      mask: 'ends',
    }),
    token: field.text('Auth Token', {
      required: true,
      pattern: /^[a-z0-9]{30,50}$/i,
      aliases: ['token'],
      mask: 'ends',
    }),
    source: field.text('Source Phone No', {
      required: true,
      prefix: '+',
      pattern: /^[0-9\s)(+-]+$/i,
      aliases: ['from'],
      safe: '+',
      read: readPlusPhone,
    }),
    targets: field.recipients({ phone: plusPhoneRecipient }, { split: parsePhones, keepInvalid: 'alone', safe: '+' }),
    batch: field.flag('Batch Mode', { default: false }),
  },
  // What the query gives is not in the address, so that its other parts move to the front.
  read(raw, { host, path = '', query }) {
    const entries = [query.get('token') ? unquote(host) : '', ...splitPath(path)].filter(Boolean);
    return { ...raw, source: query.get('from') ? undefined : entries.shift(), targets: entries };
  },
  resolve: (settings) => ({ ...settings, targets: orSender(settings.targets, settings.source) }),
  // The identity has no scheme, so that stores of the reference keep their names.
  identity: ({ auth_id, token, source }) => [undefined, auth_id, token, source],
  count: ({ targets }) => targets.phone.length || 1,

  accept: [200, 202],
  requests: (settings, { body }) =>
    phoneBatches(settings, MAX_RECIPIENTS).map((phones) =>
      http.post(`https://api.plivo.com/v1/Account/${settings.auth_id}/Message/`, {
        auth: http.basic(settings.auth_id, settings.token),
        json: { src: settings.source, dst: phones.join('<'), text: body },
      }),
    ),
});
