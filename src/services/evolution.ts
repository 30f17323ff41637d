import { defineService, field, http, phoneRecipient, UrlError } from '../service/index.ts';
import type { Dialect } from '../text/dialect.ts';
import { parsePhones } from '../text/phones.ts';
import { quote } from '../text/url.ts';

/** https://faq.whatsapp.com/539178204879377: links are shown as they are, and code is between three backticks. */
const dialect: Dialect = {
  plain: (text) => text,
  literal: (character) => character,
  code: (content) => `\`\`\`${content.replace(/`{3,}/g, '``')}\`\`\``,
  link: (label, address) => (label ? `${label} (${address.replaceAll(')', '%29')})` : address),
  heading: (title) => `*${title}*`,
  nesting: true,
};

/** https://doc.evolution-api.com/v2/api-reference/message-controller/send-text */
export default defineService({
  id: 'evolution',
  name: 'Evolution API',
  category: 'chat',
  homepage: 'https://github.com/EvolutionAPI/evolution-api',
  schemes: { plain: ['evolution'], secure: ['evolutions'] },
  format: 'markdown',
  limits: { title: 0 },
  dialect,
  throttleSeconds: 0,

  url: ['{apikey}@{host}/{instance}/{targets}', '{apikey}@{host}:{port}/{instance}/{targets}'],
  canonical: '{apikey}@{host}[:{port}]/{instance}/{targets}',
  fields: {
    apikey: field.secret('API Key', { required: true }),
    host: field.host(),
    port: field.port({ bare: true }),
    instance: field.text('Instance Name', { required: true }),
    targets: field.recipients({ phone: phoneRecipient }, { split: parsePhones }),
  },
  resolve: (settings) => {
    if (settings.targets.phone.length === 0) throw new UrlError('missing-field', { field: 'targets' });
    return settings;
  },
  identity: ['apikey', 'host', 'port', 'instance'],

  accept: [200, 201],
  requests: (settings, { body: text }) =>
    settings.targets.phone.map((number) =>
      http.post(`${http.origin(settings)}/message/sendText/${quote(settings.instance, '')}`, {
        headers: { apikey: settings.apikey },
        json: { number, text },
      }),
    ),
});
