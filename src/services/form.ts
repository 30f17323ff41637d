import { defineService, field, http } from '../service/index.ts';
import { webhookFields, webhookIdentity, webhookUrl, withExtras } from '../service/webhook.ts';

/** What files are named in the form: a name, and where in it the file's number goes. */
const ATTACH_AS = /^(?:([a-z0-9_-]*)[*?+$:.%]+([a-z0-9_-]+)|([a-z0-9_-]+)([*?+$:.%]?))/i;

/** The pattern in its plain form: at most one `*`, where the number goes. */
function namePattern(text: string): string {
  const [, before, after, name = '', mark] = ATTACH_AS.exec(text) ?? [];
  return after === undefined ? name + (mark ? '*' : '') : `${before}*${after}`;
}

const MEMBERS = new Set(['version', 'title', 'message', 'type']);

/** https://appriseit.com/services/form/ */
export default defineService({
  id: 'form',
  name: 'Form',
  category: 'webhook',
  schemes: { plain: ['form'], secure: ['forms'] },
  attachments: 'streamed',
  throttleSeconds: 0,
  imageSize: '128x128',

  ...webhookUrl,
  fields: {
    ...webhookFields,
    attach_as: field.text('Attach File As', {
      key: 'attach-as',
      default: 'file*',
      check: ATTACH_AS,
      written: 'changed',
      late: true,
    }),
  },
  identity: webhookIdentity,
  resolve: (settings) => ({ ...settings, attach_as: namePattern(settings.attach_as) }),
  // Added members are written before renamed ones.
  write: ({ payload }) => ({
    payload: new Map([...payload].toSorted(([one], [other]) => Number(MEMBERS.has(one)) - Number(MEMBERS.has(other)))),
  }),

  accept: '2xx',
  requests: (settings, { title, body, type, attachments }) => {
    const { method, fullpath, user, password, headers, params, payload, attach_as: name } = settings;
    const members = withExtras({ version: '1.0', title, message: body, type }, payload);
    const files = attachments.map((value, index) => ({
      name: name.replace('*', String(index + 1).padStart(2, '0')),
      value,
    }));
    const inQuery = method === 'GET';
    const fieldParts = inQuery ? [] : members.map(([part, value]) => ({ name: part, value }));
    return http.request(method, http.origin(settings) + fullpath, {
      ...(user && { auth: http.basic(user, password) }),
      headers: Object.fromEntries(headers),
      query: [...(inQuery ? members : []), ...params],
      ...(files.length > 0 ? { multipart: [...fieldParts, ...files] } : !inQuery && { form: members }),
    });
  },
});
