import { MESSAGE_TYPES } from '../../service/message.ts';
import { FORMATS } from '../../text/format.ts';
import { MEDIA } from '../content.ts';
import { STATEFUL_FORM, STATELESS_FORM, type Form } from '../forms.ts';
import { LOG_LEVELS } from '../log.ts';
import type { NOTIFICATION_FIELDS } from '../mapping.ts';
import { ATTACHMENT_NAMES, QUERY_FIELDS } from '../notification.ts';
import { formSchema, TEXT, URLS } from '../openapi/common.ts';
import {
  BODY_TYPES,
  type Answer,
  type Bodies,
  type Body,
  type Operation,
  type Parameter,
  type Schema,
} from '../openapi/operation.ts';
import { PAYLOAD_REFUSALS } from '../payload.ts';
import type { RefusalCode } from '../refusal.ts';

type Field = (typeof NOTIFICATION_FIELDS)[number] | (typeof ATTACHMENT_NAMES)[number];

const TAGS: Schema = {
  description:
    'Which services: `,` and `|` mean or, a space, `&` and `+` mean and, as in `family, admins & phone`. ' +
    '`2:name` wants a priority, `name:3` is tried again three times, `all` are all. ' +
    'A list of JSON means or, a list within it means and.',
  anyOf: [TEXT, { type: 'array', items: { anyOf: [TEXT, { type: 'array', items: TEXT }] } }],
};

const ATTACHMENT: Schema = {
  title: 'Attachment',
  anyOf: [
    { ...TEXT, description: 'The web address of a file.' },
    {
      type: 'object',
      properties: { base64: { ...TEXT, description: 'The content of a file.' }, filename: TEXT },
      required: ['base64'],
    },
    { type: 'object', properties: { url: TEXT, filename: TEXT }, required: ['url'] },
  ],
};
const ATTACHMENTS: Schema = {
  description: `One attachment or several. ${ATTACHMENT_NAMES.map((name) => `\`${name}\``).join(', ')}: the first that is used counts.`,
  anyOf: [ATTACHMENT, { type: 'array', items: ATTACHMENT }],
};

const FIELDS: Readonly<Record<Field, Schema>> = {
  body: { ...TEXT, description: 'The message itself; only with attachments it may be missing.' },
  title: { ...TEXT, description: 'Stands above the message, where a service has a place for it.' },
  type: {
    type: 'string',
    enum: MESSAGE_TYPES,
    default: 'info',
    description: 'What it is about; services choose icons, colours and urgency by it.',
  },
  format: { type: 'string', enum: FORMATS, default: 'text', description: 'What the message is written in.' },
  tag: TAGS,
  tags: { ...TAGS, description: 'The same as `tag`, which wins.' },
  attach: ATTACHMENTS,
  attachment: ATTACHMENTS,
  attachments: ATTACHMENTS,
};

/** Fields of forms that may be repeated. */
const FORM_ATTACHMENTS: Readonly<Record<string, Schema>> = Object.fromEntries(
  ATTACHMENT_NAMES.map((name) => [
    name,
    {
      type: 'array',
      items: TEXT,
      description: 'Web addresses of files; `multipart/form-data` may have the files themselves.',
    },
  ]),
);

const MINIMAL = { title: 'Hello', body: 'It works' };

function bodies(title: string, form: Form, more: Readonly<Record<string, string>>): Bodies {
  const fields: Readonly<Record<string, Schema>> = { ...FIELDS, ...('urls' in form && { urls: URLS }) };
  const { properties, ...schema } = formSchema(form, fields);
  const asForm: Body = {
    schema: { ...schema, properties: { ...properties, ...FORM_ATTACHMENTS } },
    examples: { message: { summary: 'A message', value: { ...more, ...MINIMAL } } },
  };
  const asJson: Body = {
    schema: { title, type: 'object', properties: fields },
    examples: {
      message: { summary: 'A message', value: { ...more, ...MINIMAL, type: 'success' } },
      markdown: { summary: 'Markdown', value: { ...more, body: '**It** works', format: 'markdown' } },
      attachment: {
        summary: 'An attachment',
        value: { ...more, ...MINIMAL, attachments: [{ filename: 'hello.txt', base64: 'SGVsbG8=' }] },
      },
    },
  };
  return { [BODY_TYPES.json]: asJson, [BODY_TYPES.urlEncoded]: asForm, [BODY_TYPES.multipart]: asForm };
}

const PARAMETERS: readonly Parameter[] = [
  ...QUERY_FIELDS.map((name): Parameter => ({
    name,
    in: 'query',
    description: `Stands in for \`${name}\` where the payload has none.`,
    schema: { ...TEXT, ...(FIELDS[name].enum && { enum: FIELDS[name].enum }) },
  })),
  {
    name: 'rules',
    in: 'query',
    description:
      'Rules that move fields of a payload made for somebody else: `:text=body` takes `text` as `body`, ' +
      '`:alerts[0].title=title` what a path leads to, and `:junk=` drops a field.',
    schema: { type: 'object' },
  },
  {
    name: 'stream',
    in: 'query',
    description: 'Answer with events, as if they were asked for: `yes` or `1`.',
    schema: TEXT,
  },
  {
    name: 'X-Apprise-Log-Level',
    in: 'header',
    description: 'The least serious lines of the log that is answered.',
    schema: { type: 'string', enum: LOG_LEVELS },
  },
  {
    name: 'X-Apprise-ID',
    in: 'header',
    description: 'Names the notification where one server hands it to another.',
    schema: TEXT,
  },
  {
    name: 'X-Apprise-Recursion-Count',
    in: 'header',
    description: 'How many servers have already passed the notification on.',
    schema: { type: 'integer' },
  },
];

const LOG_LINE: Schema = {
  title: 'LogLine',
  description: 'Level, local time and message.',
  type: 'array',
  prefixItems: [
    { type: 'string', enum: LOG_LEVELS },
    { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}$` },
    TEXT,
  ],
  items: false,
  minItems: 3,
};

const REPORT: Answer['content'] = {
  [MEDIA.json]: {
    title: 'Report',
    type: 'object',
    properties: {
      error: { type: ['string', 'null'], description: 'Null if all services took the notification.' },
      details: { type: 'array', items: LOG_LINE },
    },
    required: ['error', 'details'],
  },
  [MEDIA.text]: TEXT,
  [MEDIA.htmlFragment]: TEXT,
};

const EVENTS: Schema = {
  ...TEXT,
  description:
    'Each event has JSON as its data: `log` a line of the log, `target` the state of a service, `result` what it all came to.',
};

const COMMON = {
  section: 'Notifications',
  parameters: PARAMETERS,
  answers: {
    200: {
      description:
        'All services took it. The answer is the log of the delivery.\n\n' +
        'Events are answered before that is known: the last one tells.',
      content: { ...REPORT, [MEDIA.events]: EVENTS },
    },
    204: { description: 'There is nobody to notify.' },
    424: { description: 'Some service did not take it, or none was meant. The log tells why.', content: REPORT },
  },
} as const satisfies Partial<Operation>;

const REFUSALS: readonly RefusalCode[] = [
  'bad-attachment',
  'payload-incomplete',
  'invalid-body-format',
  'invalid-tags',
  'invalid-recursion',
  'mapping-failed',
  ...PAYLOAD_REFUSALS,
  'recursion-limit',
];

export const NOTIFY_STORED: Operation = {
  ...COMMON,
  id: 'notify',
  summary: 'Notify the services of a configuration',
  description: 'Without tags only the services that have none are notified; those tagged `always` always are.',
  bodies: bodies('Notification', STATEFUL_FORM, {}),
  refusals: [...REFUSALS, 'config-unreadable'],
};

export const NOTIFY_NAMED: Operation = {
  ...COMMON,
  id: 'notifyUrls',
  summary: 'Notify services named by their URLs',
  description: 'Nothing is stored. Without `urls` those are notified that the server is set up with.',
  bodies: bodies('NotificationWithUrls', STATELESS_FORM, { urls: 'json://localhost:9000' }),
  refusals: REFUSALS,
};
