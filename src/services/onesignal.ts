import { defineService, field, http } from '../service/index.ts';
import type { Json } from '../service/http.ts';
import { parseMail } from '../text/mails.ts';
import { unquote } from '../text/percent.ts';
import { splitPath } from '../text/url.ts';

const BATCH = 2000;
const MEMBERS = {
  player: 'include_player_ids',
  email: 'include_email_tokens',
  user: 'include_external_user_ids',
  segment: 'included_segments',
} as const;
const KINDS = ['player', 'email', 'user', 'segment'] as const;

/** A template value that may be JSON in base64, behind `b64:`. */
function decodeValue(text: string): Json {
  const [, encoded] = /^b64:((?:[\w+/-]{4})*(?:[\w+/-]{2}==|[\w+/-]{3}=)?)$/.exec(text) ?? [];
  if (!encoded) return text;
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString()) as Json;
  } catch {
    return text;
  }
}

const marked =
  (mark: string) =>
  (text: string): string | undefined =>
    text.startsWith(mark) && text.length > 1 ? text : undefined;

/** https://documentation.onesignal.com/reference/create-notification */
export default defineService({
  id: 'onesignal',
  name: 'OneSignal',
  category: 'push',
  homepage: 'https://onesignal.com',
  schemes: { secure: ['onesignal'] },
  imageSize: '72x72',

  url: ['{app}@{apikey}/{targets}', '{template}:{app}@{apikey}/{targets}'],
  canonical: '[{template}:]{app}@{apikey}/{targets}',
  fields: {
    app: field.secret('App ID', { required: true }),
    template: field.secret('Template', { aliases: ['template'] }),
    apikey: field.secret('API Key', { required: true }),
    targets: field.recipients(
      {
        player: { label: 'Target Player ID', read: (text) => (text.length > 1 ? text : undefined), fallback: true },
        email: { label: 'Target Email', read: (text) => parseMail(text)?.fullEmail },
        user: { label: 'Target User', prefix: '@', read: marked('@'), write: (text) => text },
        segment: { label: 'Include Segment', prefix: '#', read: marked('#'), write: (text) => text },
      },
      { required: 'published', sorted: true },
    ),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    batch: field.flag('Batch Mode', { default: false }),
    subtitle: field.text('Subtitle'),
    language: field.text('Language', {
      default: 'en',
      undocumented: ['lang'],
      written: 'changed',
      read: (text) => /^\s*([^\s].)/s.exec(text)?.[1]?.toLowerCase(),
    }),
    custom: field.map('Custom Data', ':', { mask: 'all' }),
    postback: field.map('Postback Data', '+', { mask: 'all' }),
    use_contents: field.flag('Enable Contents', { key: 'contents', default: true, written: 'changed', late: true }),
    decode_tpl_args: field.flag('Decode Template Args', {
      key: 'decode',
      default: false,
      written: 'changed',
      late: true,
    }),
  },
  identity: ['template', 'app', 'apikey'],
  read: (raw, { user = '', password, host, path = '' }) => ({
    ...raw,
    ...(password ? { template: unquote(user), app: unquote(password) } : { app: unquote(user) }),
    apikey: unquote(host),
    targets: splitPath(path),
  }),
  count: ({ targets, batch }) =>
    KINDS.reduce((sum, kind) => sum + (batch ? Math.ceil(targets[kind].length / BATCH) : targets[kind].length), 0),

  accept: [200, 204],
  requests: (settings, { title, body, type }, context) => {
    const { app, template, apikey, targets, include_image, batch, subtitle, language } = settings;
    const { custom, postback, use_contents } = settings;
    const decode = settings.decode_tpl_args ? decodeValue : (text: string) => text;
    const values = Object.fromEntries(Array.from(custom, ([name, text]) => [name, decode(text)]));
    const note = {
      app_id: app,
      contents: template && !use_contents ? undefined : { [language]: body },
      content_available: true,
      template_id: template,
      custom_data: custom.size > 0 ? values : undefined,
      data: postback.size > 0 ? Object.fromEntries(postback) : undefined,
      headings: title ? { [language]: title } : undefined,
      subtitle: subtitle ? { [language]: subtitle } : undefined,
      large_icon: include_image ? context.image(type) : undefined,
      small_icon: include_image ? context.image(type, '32x32') : undefined,
    };
    return KINDS.flatMap((kind) =>
      http.chunk(targets[kind], batch ? BATCH : 1).map((members) =>
        http.post('https://api.onesignal.com/notifications', {
          headers: { 'Content-Type': 'application/json; charset=utf-8', Authorization: `Basic ${apikey}` },
          json: { ...note, [MEMBERS[kind]]: members },
        }),
      ),
    );
  },
});
