// `deliver`: sealing needs gzip, which is a stream.
import { defineService, field, http, UrlError } from '../../service/index.ts';
import type { Recipients } from '../../service/fields.ts';
import type { HttpRequest } from '../../service/http.ts';
import type { Attachment } from '../../service/message.ts';
import { priorityField } from '../../service/priorities.ts';
import { convert } from '../../text/convert/index.ts';
import { parseIntegerText } from '../../text/numbers.ts';
import { seal } from './seal.ts';

const EMERGENCY = 2;

/** Bytes of an image: https://pushover.net/api#attachments */
const MAX_IMAGE_BYTES = 5_242_880;

/** No device has this name, so that all of them get the message. */
const ALL_DEVICES = 'ALL_DEVICES';

const lowerCase = (text: string): string => text.toLowerCase();
const group = (text: string): string | undefined => /^(?:#|%23)([a-z0-9]+)$/i.exec(text)?.[1];

interface Addressed {
  readonly user_key: string;
  readonly targets: Recipients<'device' | 'group'>;
}

/** Whom to send to: all devices at once, then each group, which is addressed as a user is. */
function addressees({ user_key: user, targets }: Addressed): { readonly user: string; readonly device?: string }[] {
  const { device, group: groups, invalid } = targets;
  const nobody = device.length + groups.length + invalid.length === 0;
  const devices = nobody ? [ALL_DEVICES] : device;
  return [
    ...(devices.length > 0 ? [{ user, device: devices.join(',') }] : []),
    ...groups.map((name) => ({ user: name })),
  ];
}

type Form = { readonly token: string } & Readonly<Record<string, string | number | undefined>>;

/** The request that sends a message, and an image with it. */
function push(form: Form, image?: Attachment): HttpRequest {
  const values = Object.entries(form).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  const parts = values.map(([name, value]) => ({ name, value: String(value) }));
  return http.post('https://api.pushover.net/1/messages.json', {
    auth: http.basic(form.token),
    ...(image ? { multipart: [...parts, { name: 'attachment', value: image, type: null }] } : { form: values }),
  });
}

export default defineService({
  id: 'pover',
  name: 'Pushover',
  category: 'push',
  homepage: 'https://pushover.net/',
  setup: 'https://appriseit.com/services/pushover/',
  schemes: { secure: ['pover'] },
  requirements: { recommended: ['cryptography'] },
  attachments: 'streamed',
  limits: { body: 1024 },

  url: '{user_key}@{token}[/{targets}]',
  canonical: '{user_key}@{token}/{targets}/',
  fields: {
    user_key: field.secret('User Key', { required: true }),
    token: field.secret('Access Token', { required: true }),
    targets: field.recipients(
      {
        device: { label: 'Target Device', pattern: /^[a-z0-9_-]{1,25}$/i },
        group: { label: 'Target Group', prefix: '#', read: group },
      },
      { sorted: true, keepInvalid: true },
    ),
    priority: priorityField,
    sound: field.text('Sound', {
      default: 'pushover',
      read: lowerCase,
      pattern: /^[a-z]{1,12}$/i,
    }),
    supplemental_url: field.text('URL', { key: 'url' }),
    supplemental_url_title: field.text('URL Title', { key: 'url_title' }),
    expire: field.integer('Expire', { min: 0, max: 10_800, default: 3600, lenient: true, written: 'set' }),
    interval: field.integer('Emergency Retry Interval', { min: 30, default: 900, lenient: true, written: 'set' }),
    encryption_key: field.secret('Encryption Key', { key: 'key', check: /^[0-9a-f]{64}$/i, read: lowerCase }),
    e2ee: field.flag('E2EE', { default: true, written: 'changed' }),
  },
  identity: ['user_key', 'token'],
  resolve: (settings, raw) => {
    const { priority, encryption_key, e2ee } = settings;
    const isEmergency = priority === EMERGENCY;
    for (const name of ['expire', 'interval'] as const) {
      const given = parseIntegerText(String(raw[name]));
      if (isEmergency && given !== undefined && given !== settings[name])
        throw new UrlError('invalid-field', { field: name });
    }
    return {
      ...settings,
      e2ee: e2ee || !encryption_key,
      expire: isEmergency ? settings.expire : undefined,
      interval: isEmergency ? settings.interval : undefined,
    };
  },
  count: (settings) => Math.max(1, addressees(settings).length),

  statuses: { 401: 'Unauthorized - Invalid Token' },
  async deliver(settings, { title, body, format, attachments }, context) {
    const { token, priority, sound, supplemental_url, supplemental_url_title, expire, interval } = settings;
    const key = settings.e2ee && settings.encryption_key ? Buffer.from(settings.encryption_key, 'hex') : undefined;
    const shown = async (text: string | undefined) => (key && text ? seal(text, key, context.random(16)) : text);
    const note = {
      token,
      priority,
      title: await shown(title || context.asset.appDescription),
      message: await shown(format === 'markdown' ? convert(body, 'markdown', 'html') : body),
      sound,
      url: await shown(supplemental_url),
      url_title: await shown(supplemental_url_title),
      html: format === 'text' ? undefined : 1,
      retry: interval,
      expire,
      encrypted: key ? 1 : undefined,
    };
    const recipients = addressees(settings);
    if (recipients.length === 0) context.fail('There are no targets to notify.');
    for (const to of recipients) {
      if (attachments.length === 0) await context.send(push({ ...note, ...to }));
      for (const [index, file] of attachments.entries()) {
        const isFirst = index === 0;
        const form = {
          ...note,
          ...((!isFirst || !body) && { message: await shown(file.name) }),
          ...(!isFirst && { title: '', sound: 'none' }),
          ...to,
        };
        // What is no image is mentioned, for Pushover takes nothing else.
        if (!/^image\//i.test(file.type)) await context.send(push(form));
        else if (file.size > 0 && file.size <= MAX_IMAGE_BYTES) await context.send(push(form, file));
        else context.fail(`An image of ${file.size} bytes cannot be sent`);
      }
    }
  },
});
