import { defineService, field, http, plusPhoneRecipient, readPlusPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

const API = 'https://api.notifyre.com/20220711';

/** https://docs.notifyre.com/api */
export default defineService({
  id: 'notifyre',
  name: 'Notifyre',
  category: 'sms',
  homepage: 'https://notifyre.com/',
  schemes: { secure: ['notifyre'] },
  attachments: 'inline',
  limits: ({ mode }) => ({ title: 0, body: mode === 'sms' ? 160 : 32768 }),

  url: '{apikey}/{targets}',
  fields: {
    apikey: field.secret('API Key', { required: true }),
    targets: field.recipients({ phone: plusPhoneRecipient }, { split: parsePhones, safe: '+' }),
    mode: field.choice('Mode', ['sms', 'fax'], { default: 'sms', match: 'prefix' }),
    source: field.text('Source Phone No', { key: 'from', read: readPlusPhone }),
    campaign: field.text('Campaign Name'),
    template: field.text('Template Name'),
    ref: field.text('Client Reference'),
    hq: field.flag('High Quality', { default: true, written: 'changed' }),
    header: field.text('Fax Header'),
  },
  identity: ['mode', 'apikey'],
  // One request reaches them all.
  count: () => 1,

  failure: (reply) => (reply.json<{ success: boolean }>()?.success === false ? 'Notifyre did not take it' : undefined),
  requests: (settings, { body, attachments }, { asset }) => {
    const { apikey, targets, mode, source = '', campaign = asset.appId } = settings;
    const { template = '', ref = '', hq, header = '' } = settings;
    if (targets.phone.length === 0) return [];
    const headers = { 'x-api-token': apikey };
    if (mode === 'sms')
      return http.post(`${API}/sms/send`, {
        headers,
        json: {
          body,
          recipients: targets.phone.map((value) => ({ type: 'mobile_number', value })),
          from: source,
          campaignName: campaign,
        },
      });
    const text = { base64Str: Buffer.from(body).toString('base64'), contentType: 'text/plain' };
    const files = attachments.map((file) => ({ base64Str: http.base64(file), contentType: file.type }));
    return http.post(`${API}/fax/send`, {
      headers,
      json: {
        templateName: template,
        recipients: targets.phone.map((value) => ({ type: 'fax_number', value })),
        sendFrom: source,
        isHighQuality: hq,
        clientReference: ref,
        documents: body ? [text, ...files] : files,
        header,
        subject: body,
        campaignName: campaign,
        scheduledDate: null,
      },
    });
  },
});
