import { defineService, field, http, phoneRecipient } from '../service/index.ts';
import { withExtras } from '../service/webhook.ts';
import { parsePhones } from '../text/phones.ts';

/** https://docs.msg91.com/sms/send-sms */
export default defineService({
  id: 'msg91',
  name: 'MSG91',
  category: 'sms',
  homepage: 'https://msg91.com',
  schemes: { secure: ['msg91'] },
  limits: { title: 0, body: 160 },

  url: '{template}@{authkey}/{targets}',
  fields: {
    template: field.secret('Template ID', { required: true, pattern: /^[a-z0-9 _-]+$/i }),
    authkey: field.secret('Authentication Key', { required: true, pattern: /^[a-z0-9]+$/i }),
    targets: field.recipients({ phone: phoneRecipient }, { required: 'published', split: parsePhones }),
    short_url: field.flag('Short URL', { default: false, names: ['False', 'True'] }),
    template_mapping: field.map('Template Mapping', ':', { mask: 'all' }),
  },
  identity: ['template', 'authkey'],
  count: ({ targets }) => targets.phone.length || 1,

  requests: ({ template, authkey, targets, short_url, template_mapping }, { body, type }) => {
    if (targets.phone.length === 0) return [];
    const variables = Object.fromEntries(withExtras({ body, type }, template_mapping));
    return http.post('https://control.msg91.com/api/v5/flow/', {
      headers: { authkey },
      json: {
        template_id: template,
        short_url: short_url ? 1 : 0,
        recipients: targets.phone.map((mobiles) => ({ ...variables, mobiles })),
      },
    });
  },
});
