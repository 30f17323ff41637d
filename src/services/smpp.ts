import { defineService, field, fromPhone, phoneRecipient } from '../service/index.ts';
import { serverOf } from '../service/protocols.ts';
import { parsePhones } from '../text/phones.ts';
import { splitPath } from '../text/url.ts';

const PORTS = [2775, 3550] as const;

/** https://smpp.org/SMPP_v3_4_Issue1_2.pdf */
export default defineService({
  id: 'smpp',
  name: 'SMPP',
  category: 'sms',
  homepage: 'https://smpp.org/',
  schemes: { plain: ['smpp'], secure: ['smpps'] },
  requirements: { required: ['smpplib'] },
  limits: { title: 0 },

  url: '{user}:{password}@{host}[:{port}]/{from_phone}/{targets}',
  verifyHost: false,
  fields: {
    user: field.text('Username', { required: true }),
    password: field.secret('Password', { required: true, mask: 'all' }),
    host: { ...field.host(), label: 'Host' },
    port: field.port({ bare: true }),
    source: field.text('From Phone No', {
      ...fromPhone,
      undocumented: ['from'],
      pattern: /^[0-9\s)(+-]+$/i,
    }),
    targets: field.recipients(
      { phone: phoneRecipient },
      { required: 'published', aliases: [], undocumented: ['to'], split: parsePhones, keepInvalid: true },
    ),
  },
  identity: ['user', 'password', 'host', 'port', 'source'],
  read: (raw, { path = '', query }) => (query.get('from') ? { ...raw, targets: splitPath(path) } : raw),
  count: ({ targets }) => targets.phone.length || 1,

  requests: (settings, { body }) => {
    const { user, password, source, targets } = settings;
    if (targets.phone.length === 0) return [];
    return {
      protocol: 'smpp',
      ...serverOf(settings, PORTS),
      login: { user, password },
      source,
      recipients: targets.phone,
      text: body,
    };
  },
});
