// `deliver`: a file is pushed by the address that asking for its upload answers.
import { defineService, field, http } from '../service/index.ts';
import type { DeliverContext } from '../service/define.ts';
import type { Attachment } from '../service/message.ts';
import { parseMail } from '../text/mails.ts';

const API = 'https://api.pushbullet.com/v2';

/** What https://docs.pushbullet.com/#upload-request answers. */
interface Upload {
  readonly file_name: string;
  readonly file_type: string;
  readonly file_url: string;
  readonly upload_url: string;
}

/** Whom a push is for: a mail address, a `#channel` or a device. */
function addressee(target: string): Readonly<Record<string, string>> {
  const mail = parseMail(target);
  if (mail) return { email: mail.fullEmail };
  return target.startsWith('#') ? { channel_tag: target.slice(1) } : { device_iden: target };
}

/** Uploads a file; what pushes it then, or undefined if that failed. */
async function upload(file: Attachment, auth: string, context: DeliverContext) {
  const asked = await context.send(
    http.post(`${API}/upload-request`, { auth, json: { file_name: file.name, file_type: file.type } }),
  );
  if (!asked.ok) return undefined;
  const { file_name, file_type, file_url, upload_url } = asked.json<Upload>() ?? {};
  if (!file_name || !file_type || !file_url || !upload_url) {
    context.fail('The upload was granted without an address');
    return undefined;
  }
  const multipart = [{ name: 'file', value: file, type: null }];
  const { ok } = await context.send(http.post(upload_url, { auth, multipart, publicOnly: true }));
  const image_url = file_type.startsWith('image/') ? file_url : undefined;
  return ok ? { type: 'file', file_name, file_type, file_url, image_url } : undefined;
}

export default defineService({
  id: 'pbul',
  name: 'Pushbullet',
  category: 'push',
  homepage: 'https://www.pushbullet.com/',
  setup: 'https://appriseit.com/services/pushbullet/',
  schemes: { secure: ['pbul'] },
  attachments: 'streamed',
  throttleSeconds: 1.2,

  url: '{accesstoken}[/{targets}]',
  canonical: '{accesstoken}/{targets}/',
  fields: {
    accesstoken: field.secret('Access Token', { required: true }),
    targets: field.list('Targets', {
      aliases: ['to'],
      sorted: true,
      kinds: {
        device: { label: 'Target Device' },
        channel: { label: 'Target Channel', prefix: '#' },
        email: { label: 'Target Email' },
      },
    }),
  },
  identity: ['accesstoken'],
  count: ({ targets }) => Math.max(1, targets.length),

  accept: [200, 204],
  statuses: { 401: 'Unauthorized - Invalid Token' },
  async deliver({ accesstoken, targets }, { title, body, attachments }, context) {
    const auth = http.basic(accesstoken);
    const files = [];
    for (const attachment of attachments) {
      const file = await upload(attachment, auth, context);
      if (!file) return;
      files.push(file);
    }
    // Without a target a push goes to all devices of the account.
    for (const to of targets.length > 0 ? targets.map(addressee) : [{}]) {
      const push = (content: Readonly<Record<string, string | undefined>>) =>
        context.send(http.post(`${API}/pushes`, { auth, json: { ...content, ...to } }));
      if (body && !(await push({ type: 'note', title, body })).ok) continue;
      for (const file of files) await push(file);
    }
  },
});
