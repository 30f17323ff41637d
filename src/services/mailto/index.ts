// `deliver`: the keys to sign and to encrypt with are looked up first.
import { defineService, DeliveryError, field } from '../../service/index.ts';
import { parseMails } from '../../text/mails.ts';
import { composeMails } from './message.ts';
import { secureMails } from './secure.ts';
import {
  PGP_MODES,
  readMailbox,
  readMailUrl,
  resolveSettings,
  SECURITIES,
  writeSettings,
  type MailSettings,
} from './settings.ts';

const addresses = { split: parseMails, late: true } as const;
const keyPath = { default: '', mask: 'all', safe: '*', written: 'set' } as const;

/** https://appriseit.com/services/email/ */
export default defineService({
  id: 'mailto',
  name: 'E-Mail',
  category: 'email',
  setup: 'https://appriseit.com/services/email/',
  schemes: { plain: ['mailto'], secure: ['mailtos'] },
  format: 'html',
  attachments: 'streamed',
  // Besides mail, there are only questions for keys.
  throttleSeconds: 0,
  defaults: { connectTimeoutSeconds: 15 },

  url: [
    '{host}',
    '{host}:{port}',
    '{host}:{port}/{targets}',
    '{host}/{targets}',
    '{user}@{host}',
    '{user}@{host}/{targets}',
    '{user}@{host}:{port}',
    '{user}@{host}/{targets}',
    '{user}@{host}:{port}/{targets}',
    '{user}:{password}@{host}',
    '{user}:{password}@{host}/{targets}',
    '{user}:{password}@{host}:{port}',
    '{user}:{password}@{host}:{port}/{targets}',
  ],
  canonical: '[{user}[:{password}]@]{host}[:{port}]/{targets}',
  verifyHost: false,
  fields: {
    user: field.text('User Name', { verbatim: true }),
    password: field.secret('Password', { verbatim: true, mask: 'all' }),
    host: field.text('Domain', { required: 'published', safe: '[:]', unread: true }),
    port: field.port(),
    targets: field.recipients(
      { email: { label: 'Target Email', read: (text) => readMailbox(text) && text } },
      { aliases: [] },
    ),
    to: field.text('To Email', { mapTo: 'targets', written: 'never', unread: true }),
    pgp: field.choice('PGP Security Mode', PGP_MODES, {
      mapTo: 'pgp_mode',
      default: 'no',
      match: 'prefix',
      lenient: true,
      written: 'set',
      unread: true,
    }),
    pgppub: field.secret('PGP Public Key Path', { ...keyPath, mapTo: 'pgp_key', aliases: ['pgpkey'] }),
    pgpprv: field.secret('PGP Private Key Path', { ...keyPath, mapTo: 'pgp_privkey' }),
    wkd: field.flag('Web Key Directory', { mapTo: 'use_wkd', default: false, written: 'set' }),
    inline: field.flag('Inline Attachments', { default: false, written: 'set' }),
    headers: field.map('Email Header', '+', { mask: 'all', late: false }),
    smtp: field.text('SMTP Server', { mapTo: 'smtp_host', late: true }),
    mode: field.choice('Secure Mode', SECURITIES, {
      mapTo: 'secure_mode',
      default: 'starttls',
      written: 'set',
      late: true,
    }),
    from: field.text('From Email', { mapTo: 'from_addr', late: true, unread: true }),
    name: field.text('From Name', { mapTo: 'from_addr', written: 'never', unread: true }),
    cc: field.list('Carbon Copy', addresses),
    bcc: field.list('Blind Carbon Copy', addresses),
    reply: field.list('Reply To', { ...addresses, mapTo: 'reply_to' }),
  },
  read: readMailUrl,
  resolve: resolveSettings,
  write: writeSettings,
  identity: ['user', 'password', 'host', 'smtp', 'port'],
  count: ({ targets }) => targets.length || 1,

  async deliver(settings: MailSettings, message, context) {
    const { user, password, port, smtp, mode, targets, pgp, options } = settings;
    if (targets.length === 0) throw new DeliveryError({ code: 'refused', reason: 'There is no recipient' });
    const letter = {
      ...settings,
      to: targets,
      from: settings.from.isApplication ? { ...settings.from, name: context.asset.appId } : settings.from,
      replyTo: settings.reply,
      messageIdHost: smtp,
      timeZone: options.timeZone ?? context.asset.timeZone,
    };
    const mails = composeMails(letter, message, context);
    const messages = pgp === 'no' ? mails : await secureMails(mails, message.attachments, settings, context);
    if (messages.length === 0) return;
    await context.send({
      protocol: 'smtp',
      host: smtp,
      port,
      security: mode,
      login: user !== undefined && password !== undefined ? { user, password } : undefined,
      verify: options.verify,
      connectTimeoutSeconds: options.connectTimeoutSeconds,
      messages,
    });
  },
});
