import { markOf } from '../service/asset.ts';
import {
  defineService,
  field,
  HOST_TEMPLATE,
  hostFields,
  http,
  PHONE_PATTERN,
  phoneRecipient,
  readPlusPhone,
} from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';
import { splitPath } from '../text/url.ts';
import { trimEnd } from '../text/whitespace.ts';

/** Recipients of one request in batch mode. */
const BATCH_SIZE = 10;

const GROUP = /^\s*(?:(?:@|%40)?group\.|@|%40)([a-z0-9_=-]+)/i;

/** A recipient as the API names it: a phone number, or a group behind `group.`. */
function readRecipient(text: string): string | undefined {
  const phone = readPlusPhone(text);
  if (phone) return phone;
  const [, group] = GROUP.exec(text) ?? [];
  return group && `group.${group}`;
}

/** https://bbernhard.github.io/signal-cli-rest-api/ */
export default defineService({
  id: 'signal',
  name: 'Signal API',
  category: 'chat',
  homepage: 'https://bbernhard.github.io/signal-cli-rest-api/',
  schemes: { plain: ['signal'], secure: ['signals'] },
  attachments: 'inline',
  limits: { title: 0 },

  url: [`${HOST_TEMPLATE}/{from_phone}`, `${HOST_TEMPLATE}/{from_phone}/{targets}`],
  canonical: `${HOST_TEMPLATE}/{from_phone}/{targets}`,
  verifyHost: false,
  fields: {
    ...hostFields,
    port: field.port({ bare: true }),
    source: field.text('From Phone No', {
      key: 'from_phone',
      required: true,
      aliases: ['from'],
      pattern: PHONE_PATTERN,
      read: readPlusPhone,
      safe: '+',
    }),
    targets: field.list('Targets', {
      aliases: ['to'],
      split: parsePhones,
      safe: '@+',
      kinds: {
        phone: phoneRecipient,
        channel: { label: 'Target Group ID', prefix: '@', pattern: /^[a-z0-9_=-]+$/i },
      },
    }),
    batch: field.flag('Batch Mode', { default: false }),
    status: field.flag('Show Status', { default: false }),
  },
  identity: ['user', 'password', 'host', 'port', 'source'],
  read(raw, { path = '', query }) {
    const entries = splitPath(path);
    return { ...raw, source: query.get('from') ? undefined : entries.shift(), targets: entries };
  },
  resolve: (settings) => {
    const given = settings.targets.flatMap((text) => parsePhones(text));
    // Without targets the note is to oneself.
    const recipients = given.length === 0 ? [settings.source] : given.flatMap((text) => readRecipient(text) ?? []);
    return { ...settings, targets: given, recipients };
  },
  // Invalid targets are written only where there are no others.
  write: ({ source, targets, recipients }) => {
    if (recipients.length === 0) return { targets };
    const isNote = recipients.length === 1 && recipients[0] === source;
    return { targets: isNote ? [] : recipients.map((recipient) => recipient.replace('group.', '@')) };
  },
  count: ({ recipients, batch }) => Math.ceil(recipients.length / (batch ? BATCH_SIZE : 1)),

  accept: [200, 201],
  requests: (settings, { body, type, format, attachments }) => {
    const { user, password, source, recipients, batch, status } = settings;
    const message = trimEnd(status ? `${markOf(type)} ${body}` : body);
    return http.chunk(recipients, batch ? BATCH_SIZE : 1).map((some) =>
      http.post(`${http.origin(settings)}/v2/send`, {
        ...(user && { auth: http.basic(user, password) }),
        json: {
          message,
          number: source,
          text_mode: format === 'markdown' ? 'styled' : 'normal',
          recipients: some,
          base64_attachments: attachments.length > 0 ? attachments.map(http.base64) : undefined,
        },
      }),
    );
  },
});
