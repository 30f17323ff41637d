// `deliver`: whoever is watching is asked for before the message, with a token from a login.
import { createHash } from 'node:crypto';
import type { AnyDefinition, DeliverContext } from '../../service/define.ts';
import type { Reply } from '../../service/http.ts';
import { defineService, field, hostFields, http, UrlError } from '../../service/index.ts';

const DEFAULT_PORT = 8096;
const SHOWN_MILLISECONDS = 60000;
const UNAUTHORIZED = 401;

/** Servers tell clients apart by these. */
const DEVICE_ID = '48df9504-6843-49be-9f2d-a685e25a0bc8';
const CLIENT_VERSION = '1.13.0';

interface Account {
  readonly token: string;
  readonly id: string;
}
interface Login {
  readonly AccessToken: string;
  readonly Id: string;
  readonly User: { readonly Id?: string };
}

const hash = (algorithm: 'md5' | 'sha1', text: string): string => createHash(algorithm).update(text).digest('hex');

/** The password in each form that some version of the servers takes. */
const passwordForms = (password: string | undefined): Record<'pw' | 'passwordMd5' | 'password', string> =>
  password
    ? { pw: password, passwordMd5: hash('md5', password), password: hash('sha1', password) }
    : { pw: '', passwordMd5: '', password: '' };

/** The sessions in a reply; other entries than sessions are passed over. */
function sessionsIn(reply: Reply): string[] {
  try {
    const entries = JSON.parse(reply.text) as unknown;
    return Array.isArray(entries) ? entries.flatMap((entry: { Id?: string } | null) => entry?.Id ?? []) : [];
  } catch {
    return [];
  }
}

/** A media server that shows messages to whoever is watching: https://dev.emby.media/doc/restapi/Remote-Control.html */
export const mediaServer = (
  who: Pick<AnyDefinition, 'id' | 'name' | 'schemes'> & { readonly homepage: string },
): AnyDefinition =>
  defineService({
    id: who.id,
    name: who.name,
    category: 'home',
    homepage: who.homepage,
    schemes: who.schemes,

    url: ['{host}', '{host}:{port}', '{user}:{password}@{host}', '{user}:{password}@{host}:{port}'],
    canonical: '{user}[:{password}]@{host}[:{port}]/',
    fields: {
      ...hostFields,
      port: field.port({ default: DEFAULT_PORT }),
      modal: field.flag('Modal', { default: false }),
    },
    resolve: (settings) => {
      const { user } = settings;
      if (!user) throw new UrlError('missing-field', { field: 'user', service: who.name });
      return { ...settings, user };
    },
    identity: ({ user, password, host, port }) => [who.schemes.secure?.[0], user, password, host, port],

    async deliver(settings, { title, body }, context: DeliverContext) {
      const { user, password, modal } = settings;
      const { memory, asset } = context;
      const origin = http.origin(settings);
      const headersOf = (account: Account | undefined) => ({
        'Content-Type': 'application/json',
        'X-Emby-Authorization':
          `MediaBrowser Client="${asset.appId}", Device="${asset.appId}", DeviceId="${DEVICE_ID}", ` +
          `Version="${CLIENT_VERSION}"${account ? `, UserId="${user}"` : ''}`,
        'X-MediaBrowser-Token': account?.token,
      });

      const login = async (): Promise<Account | undefined> => {
        const json = { Username: user, ...passwordForms(password) };
        const reply = await context.send(
          http.post(`${origin}/Users/AuthenticateByName`, { headers: headersOf(undefined), json }),
        );
        if (!reply.ok) return undefined;
        const { AccessToken: token, Id, User } = reply.json<Login>() ?? {};
        const id = Id || User?.Id;
        if (token && id) return { token, id };
        context.fail('The login was answered without a token');
        return undefined;
      };
      const watching = (account: Account, isTolerant: boolean): Promise<Reply> =>
        context.send(
          http.get(`${origin}/Sessions`, {
            query: { ControllableByUserId: account.id },
            headers: headersOf(account),
            tolerated: isTolerant ? [UNAUTHORIZED] : [],
          }),
        );

      const kept = memory.get('account') as Account | undefined;
      let account = kept ?? (await login());
      if (!account) return;
      let reply = await watching(account, kept !== undefined);
      if (kept && reply.status === UNAUTHORIZED) {
        account = await login();
        if (!account) return;
        reply = await watching(account, false);
      }
      if (!reply.ok) return;
      memory.set('account', account);
      const json = { Header: title, Text: body, TimeoutMs: modal ? undefined : SHOWN_MILLISECONDS };
      for (const session of sessionsIn(reply))
        await context.send(
          http.post(`${origin}/Sessions/${encodeURIComponent(session)}/Message`, {
            headers: headersOf(account),
            json,
            accept: [200, 204],
          }),
        );
    },
  });
