import { defineService, field, http, plusPhoneRecipient, UrlError } from '../service/index.ts';
import { unquote } from '../text/percent.ts';
import { parsePhones } from '../text/phones.ts';
import { splitPath } from '../text/url.ts';

/** What stands in one place of a template: a text of the user's own, or a part of the message. */
type Component = { readonly text: string } | { readonly part: 'body' | 'type' };

const isPlace = (text: string): boolean => /^[1-9]\d*$/.test(text);

/** The components of a template in the order of their places; both `3=text` and `body=3` fill the third. */
function readComponents(mapping: ReadonlyMap<string, string>): Component[] {
  const places = new Map<string, Component>();
  for (const [name, value] of mapping) {
    const part = (['body', 'type'] as const).find((known) => known === name.toLowerCase());
    const place = part ? value : name;
    if (!isPlace(place) || places.has(place)) throw new UrlError('invalid-field', { field: 'template_mapping' });
    places.set(place, part ? { part } : { text: value });
  }
  return [...places].toSorted(([one], [other]) => Number(one) - Number(other)).map(([, component]) => component);
}

/** The number of a group, with or without `#` before it and the domain of groups behind it. */
const readGroup = (text: string): string | undefined => /^\s*#*(\d{16,})(?:@g\.us)?$/i.exec(text)?.[1];

/** https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages */
export default defineService({
  id: 'whatsapp',
  name: 'WhatsApp',
  category: 'sms',
  homepage: 'https://developers.facebook.com/docs/whatsapp/cloud-api/get-started',
  schemes: { secure: ['whatsapp'] },
  limits: { title: 0, body: 1024 },
  throttleSeconds: 0.2,

  url: '[{template}:]{token}@{from_phone_id}/{targets}',
  fields: {
    template: field.text('Template Name', { pattern: /^[^\s]+$/i, aliases: ['template'] }),
    token: field.secret('Access Token', { required: true, pattern: /^[a-z0-9]+$/i, aliases: ['token'] }),
    from_phone_id: field.secret('From Phone ID', {
      required: true,
      pattern: /^[0-9]+$/i,
      aliases: ['from'],
      undocumented: ['source'],
    }),
    targets: field.recipients(
      {
        phone: plusPhoneRecipient,
        group: { label: 'Target Group ID', prefix: '#', pattern: /^[0-9]{16,}$/i, read: readGroup },
      },
      { required: 'published', split: parsePhones },
    ),
    language: field.text('Language', {
      token: true,
      default: 'en_US',
      pattern: /^[^0-9\s]+$/i,
      aliases: ['lang'],
      writtenAs: 'lang',
      written: 'set',
    }),
    template_mapping: field.map('Template Mapping', ':', { mask: 'all' }),
  },
  read: (raw, { user = '', password, host, path = '' }) => ({
    ...raw,
    template: password && unquote(user),
    token: unquote(password ?? user),
    from_phone_id: unquote(host),
    targets: splitPath(path),
  }),
  resolve: (settings) => ({ ...settings, components: readComponents(settings.template_mapping) }),
  // Only templates have a language.
  write: ({ template, language }) => ({ language: template && language }),
  identity: ['from_phone_id', 'token'],
  count: ({ targets }) => targets.phone.length + targets.group.length || 1,

  accept: [200, 201],
  requests: ({ template, token, from_phone_id, targets, language, components }, message) => {
    const parameters = components.map((component) => ({
      type: 'text',
      text: 'part' in component ? message[component.part] : component.text,
    }));
    const content = template
      ? {
          type: 'template',
          template: {
            name: template,
            language: { code: language },
            components: parameters.length > 0 ? [{ type: 'body', parameters }] : undefined,
          },
        }
      : { type: 'text', text: { body: message.body } };
    const recipients = [
      ...targets.phone.map((to) => ({ to, recipient_type: 'individual' })),
      ...targets.group.map((group) => ({ to: `${group}@g.us`, recipient_type: 'group' })),
    ];
    return recipients.map((recipient) =>
      http.post(`https://graph.facebook.com/v21.0/${from_phone_id}/messages`, {
        auth: http.bearer(token),
        headers: { Accept: 'application/json' },
        json: { messaging_product: 'whatsapp', ...recipient, ...content },
      }),
    );
  },
});
