import { defineService, field, fromPhone, http, plusPhoneRecipient, readPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

const TOKEN_PATTERN = /^[a-f0-9]+$/i;
const REGIONS = ['us', 'eu'];

const isShortCode = (number: string): boolean => number.length === 5 || number.length === 6;

/** A number a message can come from: of 11 to 14 digits, or a short code. */
function readSender(text: string): string | undefined {
  const digits = readPhone(text, 5);
  if (digits === undefined || isShortCode(digits)) return digits;
  return digits.length < 11 ? undefined : `+${digits}`;
}

function readRegion(text: string): string | undefined {
  const region = text.toLowerCase();
  return REGIONS.includes(region) ? region : undefined;
}

/** https://developers.sinch.com/docs/sms/api-reference/sms/batches/ */
export default defineService({
  id: 'sinch',
  name: 'Sinch',
  category: 'sms',
  homepage: 'https://sinch.com/',
  schemes: { secure: ['sinch'] },
  limits: { title: 0, body: 160 },
  throttleSeconds: 0.2,

  url: '{service_plan_id}:{api_token}@{from_phone}[/{targets}]',
  canonical: '{service_plan_id}:{api_token}@{from_phone}/{targets}/',
  fields: {
    service_plan_id: field.secret('Account SID', {
      required: true,
      pattern: TOKEN_PATTERN,
      aliases: ['spi'],
      mask: 'tail',
    }),
    api_token: field.secret('Auth Token', { required: true, pattern: TOKEN_PATTERN, aliases: ['token'] }),
    source: field.text('From Phone No', {
      ...fromPhone,
      aliases: ['from'],
      undocumented: ['source'],
      read: readSender,
    }),
    targets: field.recipients(
      {
        phone: plusPhoneRecipient,
        short_code: { label: 'Target Short Code', key: 'short_code', pattern: /^[0-9]{5,6}$/i, read: () => undefined },
      },
      { split: parsePhones },
    ),
    region: field.text('Region', { default: 'us', pattern: /^[a-z]{2}$/i, read: readRegion }),
  },
  // The identity has no scheme, so that stores of the reference keep their names.
  identity: ({ service_plan_id, api_token, source }) => [undefined, service_plan_id, api_token, source],
  count: ({ targets }) => targets.phone.length || 1,

  accept: [200, 201],
  requests: ({ service_plan_id, api_token, source, targets, region }, { body }) => {
    const alone = isShortCode(source) ? [] : [source];
    return (targets.phone.length > 0 ? targets.phone : alone).map((to) =>
      http.post(`https://${region}.sms.api.sinch.com/xms/v1/${service_plan_id}/batches`, {
        auth: http.bearer(api_token),
        json: { body, from: source, to: [to] },
      }),
    );
  },
});
