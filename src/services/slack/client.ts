import type { DeliverContext } from '../../service/define.ts';
import type { HttpRequest, Reply } from '../../service/http.ts';
import { http } from '../../service/index.ts';
import type { Attachment } from '../../service/message.ts';
import type { Mode } from './address.ts';

const API = 'https://slack.com/api';

/** What the replies say that have the status of a success and are none. */
const REFUSES: Readonly<Record<Mode, (reply: Reply) => boolean>> = {
  // A file that arrived is answered by `OK - ` and its size.
  bot: (reply) => !reply.json<{ ok: boolean }>()?.ok && !reply.text.includes('OK'),
  hook: ({ text }) => text !== 'ok',
  'gov-hook': ({ text }) => text !== 'ok',
  workflow: () => false,
  trigger: () => false,
};

/** Sends requests as Slack wants them. */
export class Client {
  readonly #context: DeliverContext;
  readonly #defaults: Partial<HttpRequest>;

  constructor({ access_token, mode }: { access_token: string | undefined; mode: Mode }, context: DeliverContext) {
    this.#context = context;
    this.#defaults = {
      auth: access_token && http.bearer(access_token),
      failure: (reply) => {
        if (!REFUSES[mode](reply)) return undefined;
        return `Slack refused it: ${reply.json<{ error: string }>()?.error ?? 'unknown error'}.`;
      },
    };
  }

  post(url: string, json: HttpRequest['json']): Promise<Reply> {
    return this.#send(http.post(url, { json }));
  }

  /** The id of the user with that e-mail address, or undefined after a failure. */
  async lookUp(email: string): Promise<string | undefined> {
    const known = this.#context.memory.get(email);
    if (typeof known === 'string') return known;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const request = http.get(`${API}/users.lookupByEmail`, { ...this.#defaults, query: { email }, headers });
    const reply = await this.#context.send(request);
    if (!reply.ok) return undefined;
    const id = reply.json<{ user: { id?: string } }>()?.user?.id;
    if (id === undefined) this.#context.fail('Slack does not know the user');
    else this.#context.memory.set(email, id);
    return id;
  }

  /** Shares a file in channels; false after a failure. https://docs.slack.dev/messaging/working-with-files */
  async share(file: Attachment, channels: readonly string[]): Promise<boolean> {
    const query = { filename: file.name, length: file.size };
    const place = await this.#send(http.get(`${API}/files.getUploadURLExternal`, { query, json: {} }));
    const { file_id: id, upload_url: url } = place.json<{ file_id: string; upload_url: string }>() ?? {};
    if (!place.ok) return false;
    if (!id || !url) return this.#fail('Slack named no place to send a file to');
    const multipart = [{ name: 'file', value: file, type: null }];
    if (!(await this.#send(http.post(url, { multipart, publicOnly: true }))).ok) return false;
    for (const channel_id of channels) {
      const reply = await this.post(`${API}/files.completeUploadExternal`, {
        files: [{ id, title: file.name }],
        channel_id,
      });
      if (!reply.ok) return false;
      if (!reply.json<{ files: unknown[] }>()?.files?.length) return this.#fail('Slack did not share the file');
    }
    return true;
  }

  #send({ multipart, ...request }: HttpRequest): Promise<Reply> {
    const type = multipart ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
    return this.#context.send({
      ...this.#defaults,
      headers: { Accept: 'application/json', ...type },
      ...request,
      ...(multipart && { multipart }),
    });
  }

  #fail(reason: string): false {
    this.#context.fail(reason);
    return false;
  }
}
