import type { Reply } from '../../service/http.ts';
import { defineService, field, hostAsTargetWith, http, UrlError } from '../../service/index.ts';
import { addressOf, copiesBeside, readMailbox, readMailboxes, unlessEmpty } from '../../service/mailboxes.ts';
import { splitItems } from '../../text/lists.ts';
import { parseMail, parseMails } from '../../text/mails.ts';
import { type Channel, channelContent, CHANNELS, isChannel, templateContent } from './content.ts';
import { personsOf, readTrait } from './persons.ts';

const APIS = {
  us: 'https://api.pingram.io',
  ca: 'https://api.ca.pingram.io',
  eu: 'https://api.eu.pingram.io',
} as const;
const DEFAULT_TYPE = 'apprise';

/** https://www.pingram.io/docs */
export default defineService({
  id: 'pingram',
  name: 'Pingram',
  category: 'push',
  homepage: 'https://www.pingram.io/',
  schemes: { secure: ['pingram'] },
  imageSize: '72x72',
  throttleSeconds: 0.2,

  url: ['{apikey}/{targets}', '{type}@{apikey}/{targets}'],
  canonical: '[{type}@]{apikey}/{targets}',
  fields: {
    message_type: field.text('Message Type', { key: 'type', aliases: ['type'], pattern: /^[A-Z0-9_-]+$/i }),
    apikey: field.secret('API Key', { required: true, aliases: ['apikey'], pattern: /^pingram_(sk|pk)_[\w-]+$/i }),
    targets: field.list('Targets', {
      aliases: ['to'],
      split: splitItems,
      kinds: {
        email: { label: 'Target Email' },
        id: { label: 'Target ID', prefix: '@' },
        sms: { label: 'Target SMS' },
      },
    }),
    mode: field.choice('Mode', ['message', 'template'], { match: 'prefix' }),
    cc: field.list('Carbon Copy', { split: parseMails, late: true }),
    bcc: field.list('Blind Carbon Copy', { split: parseMails, late: true }),
    reply_to: field.text('Reply To', { key: 'reply', late: true }),
    channels: field.list('Channels', { published: { values: CHANNELS }, late: true }),
    region: field.choice('Region Name', ['us', 'ca', 'eu'], { default: 'us', written: 'changed', late: true }),
    from_addr: field.text('From Email', { key: 'from', late: true }),
    tokens: field.map('Template Tokens', ':'),
  },
  identity: ['apikey'],
  read: hostAsTargetWith('apikey'),
  resolve: (settings) => {
    const { message_type, mode } = settings;
    const given = settings.targets.flatMap(splitItems).map((text) => ({ text, trait: readTrait(text) }));
    const traits = given.flatMap(({ trait }) => (trait ? [trait] : []));
    const channels = [...new Set(settings.channels.map((channel) => channel.toLowerCase()))].toSorted();
    if (!channels.every(isChannel)) throw new UrlError('invalid-field', { field: 'channels' });
    const [first] = traits.find(([kind]) => kind !== 'id') ?? [];
    const usual: readonly Channel[] = first ? [first === 'email' ? 'email' : 'sms'] : [];
    return {
      ...settings,
      mode: mode ?? (message_type ? 'template' : 'message'),
      message_type: message_type || DEFAULT_TYPE,
      traits,
      invalid: given.flatMap(({ text, trait }) => (trait ? [] : text)),
      persons: personsOf(traits),
      channels: channels.length > 0 ? channels : usual,
      cc: readMailboxes(settings.cc),
      bcc: readMailboxes(settings.bcc),
      reply_to: readMailbox(settings.reply_to ?? ''),
      from_addr: readMailbox(settings.from_addr ?? ''),
    };
  },
  write: ({ message_type, traits, invalid }) => ({
    message_type: message_type === DEFAULT_TYPE ? undefined : message_type,
    targets: [...traits.map(([kind, value]) => (kind === 'id' ? `@${value}` : value)), ...invalid],
  }),
  count: ({ persons }) => Math.max(1, persons.length),

  accept: [200, 202],
  failure: (reply: Reply) => (reply.json() ? undefined : 'The answer is no JSON'),
  requests: (settings, message, context) => {
    const { apikey, message_type, mode, region, tokens, channels, persons, from_addr, reply_to } = settings;
    const sender =
      from_addr === undefined
        ? undefined
        : { address: addressOf(from_addr), name: parseMail(from_addr)?.name || context.asset.appId };
    const content =
      mode === 'template'
        ? templateContent(tokens, message, context)
        : channelContent(channels, message, context, sender);
    return persons.map((to) => {
      const { cc, bcc } = copiesBeside(to.email ? [to.email] : [], settings);
      const hasOptions = Boolean(sender ?? reply_to) || cc.length + bcc.length > 0;
      const email = {
        fromAddress: sender?.address,
        fromName: sender?.name,
        replyToAddresses: reply_to === undefined ? undefined : [addressOf(reply_to)],
        ccAddresses: unlessEmpty(cc.map(addressOf)),
        bccAddresses: unlessEmpty(bcc),
      };
      return http.post(`${APIS[region]}/send`, {
        auth: http.bearer(apikey),
        json: { type: message_type, ...content, options: hasOptions ? { email } : undefined, to },
      });
    });
  },
});
