import { defineService, field, fromPhone, http, orSender, phoneRecipient } from '../service/index.ts';
import { parseMail } from '../text/mails.ts';
import { unquote } from '../text/percent.ts';
import { parsePhone, parsePhones } from '../text/phones.ts';
import { splitPath } from '../text/url.ts';

const readMail = (text: string): string | undefined => parseMail(text)?.fullEmail;

/** A number of North America without its country code; the vendor reaches no others. */
function readPhone(text: string): string | undefined {
  const phone = parsePhone(text);
  return phone && /^1?$/.test(phone.country) ? phone.area + phone.line : undefined;
}

/** https://voip.ms/m/apidocs.php */
export default defineService({
  id: 'voipms',
  name: 'VoIPms',
  category: 'sms',
  homepage: 'https://voip.ms',
  schemes: { secure: ['voipms'] },
  limits: { title: 0, body: 160 },

  url: '{password}:{email}/{from_phone}/{targets}',
  canonical: '{password}:{email}/1{from_phone}/{targets}/',
  fields: {
    email: field.text('User Email', { required: true, safe: '@', read: readMail }),
    password: field.secret('Password', { required: true }),
    source: field.text('From Phone No', { ...fromPhone, aliases: ['from'], mask: 'ends', read: readPhone }),
    targets: field.recipients(
      { phone: { ...phoneRecipient, read: readPhone, write: (phone) => `1${phone}` } },
      { required: 'published', split: parsePhones, keepInvalid: 'alone', mask: 'ends' },
    ),
  },
  // The login is a mail address, what stands before it the password.
  read(raw, { user, password, host, path = '', query }) {
    const entries = splitPath(path);
    return {
      ...raw,
      email: password && `${unquote(password)}@${unquote(host)}`,
      password: user && unquote(user),
      source: query.get('from') ? undefined : entries.shift(),
      targets: entries,
    };
  },
  resolve: (settings) => ({ ...settings, targets: orSender(settings.targets, settings.source) }),
  identity: ['email', 'password', 'source'],
  count: ({ targets }) => targets.phone.length || 1,

  failure: (reply) => {
    const { status, message } = reply.json<{ status: string; message: string }>() ?? {};
    return status === 'success' ? undefined : (message ?? 'VoIP.ms did not take it');
  },
  requests: ({ email, password, source, targets }, { body }) =>
    targets.phone.map((dst) =>
      http.get('https://voip.ms/api/v1/rest.php', {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        query: { api_username: email, api_password: password, did: source, message: body, method: 'sendSMS', dst },
      }),
    ),
});
