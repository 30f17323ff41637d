import { defineService, field, http } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

/** Addresses of the set-up page, with or without the names of events. */
const NATIVE = /^https?:\/\/maker\.ifttt\.com\/use\/([A-Z0-9_-]+)((?:\/[A-Z0-9_-]+)+)?\/?(\?.+)?$/i;

/** https://ifttt.com/maker_webhooks */
export default defineService({
  id: 'ifttt',
  name: 'IFTTT',
  category: 'webhook',
  homepage: 'https://ifttt.com/',
  schemes: { secure: ['ifttt'] },

  url: '{webhook_id}/{events}',
  canonical: '{webhook_id}@{events}/',
  fields: {
    webhook_id: field.secret('Webhook ID', { required: true }),
    events: field.list('Events', { required: true, aliases: ['to'], sorted: true }),
    add_tokens: field.map('Add Tokens', '+', { mask: 'all' }),
    del_tokens: field.map('Remove Tokens', '-'),
  },
  identity: ['webhook_id'],
  count: ({ events }) => events.length,
  native(url) {
    const [whole, id, events = '', query = ''] = NATIVE.exec(url) ?? [];
    return whole === undefined ? undefined : `ifttt://${id}${events && `@${events.slice(1)}`}${query}`;
  },
  read(raw, { user, path = '' }) {
    const { host } = raw;
    const events = splitPath(path);
    return user ? { ...raw, webhook_id: raw['user'], events: [host, ...events] } : { ...raw, webhook_id: host, events };
  },

  requests: ({ webhook_id: id, events, add_tokens: added, del_tokens: removed }, { title, body, type }) => {
    const unwanted = new Set([...removed.keys()].map((name) => name.toLowerCase()));
    const ingredients = { value1: title, value2: body, value3: type, ...Object.fromEntries(added) };
    const json = Object.fromEntries(
      Object.entries(ingredients)
        .map(([name, value]): [string, string] => [name.toLowerCase(), value])
        .filter(([name]) => !unwanted.has(name)),
    );
    return events.map((event) => http.post(`https://maker.ifttt.com/trigger/${event}/with/key/${id}`, { json }));
  },
});
