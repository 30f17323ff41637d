// `deliver`: without recipients nothing is sent, not even for an access token.
import { defineService, field, http } from '../service/index.ts';
import type { DeliverContext } from '../service/define.ts';
import type { Reply } from '../service/http.ts';

const API = 'https://qyapi.weixin.qq.com/cgi-bin';
const ACCESS_TOKEN = 'access_token';
const TOKEN_LIFETIME_SECONDS = 7200;
/** An access token is given up that long before it expires. */
const MARGIN_SECONDS = 300;
const MIN_LIFETIME_SECONDS = 60;

const USER = /^@?([A-Za-z0-9][\w@.-]*)$/;

/** https://developer.work.weixin.qq.com/document/path/90313 */
const ERRORS: Readonly<Record<number, string>> = {
  40001: 'Invalid credential or access token expired.',
  40003: 'Invalid user ID.',
  40014: 'Invalid access token.',
  42001: 'Access token expired.',
  48001: 'API not authorized; check application permissions.',
  60020: 'IP address not in the allowlist.',
  81013: 'All recipients are invalid or unauthorized.',
};
const TOKEN_ERRORS: readonly unknown[] = [40001, 40014, 42001];

interface Answer {
  readonly errcode: number;
  readonly access_token: string;
  readonly expires_in: number;
}

function readUser(text: string): string | undefined {
  const name = USER.exec(text)?.[1];
  return name === 'all' ? '@all' : name;
}
const writeUser = (user: string): string => (user.startsWith('@') ? user : `@${user}`);

function failureOf(reply: Reply): string | undefined {
  const answer = reply.json<Answer>() ?? {};
  if (Object.keys(answer).length === 0) return 'The answer is empty';
  const { errcode = 0 } = answer;
  return errcode === 0 ? undefined : (ERRORS[errcode] ?? `Error ${errcode}`);
}

/** The access token that is kept, or a new one. */
async function openSession(corpid: string, corpsecret: string, context: DeliverContext): Promise<string | undefined> {
  const kept = await context.session.get(ACCESS_TOKEN);
  if (typeof kept === 'string') return kept;
  const reply = await context.send(
    http.get(`${API}/gettoken`, { query: { corpid, corpsecret }, headers: { 'User-Agent': undefined } }),
  );
  if (!reply.ok) return undefined;
  const { access_token, expires_in = TOKEN_LIFETIME_SECONDS } = reply.json<Answer>() ?? {};
  const expiresInSeconds = Math.max(MIN_LIFETIME_SECONDS, expires_in - MARGIN_SECONDS);
  if (access_token) await context.session.set(ACCESS_TOKEN, access_token, { expiresInSeconds });
  else context.fail('The login was answered without an access token');
  return access_token;
}

/** https://developer.work.weixin.qq.com/document/path/90236 */
export default defineService({
  id: 'wechat',
  name: 'WeChat (WeCom)',
  category: 'chat',
  homepage: 'https://work.weixin.qq.com/',
  schemes: { secure: ['wechat'] },
  limits: { title: 0, body: 2048 },

  url: '{user}:{password}@{host}[/{targets}]',
  fields: {
    corpid: field.text('Corp ID', { key: 'user', required: true }),
    corpsecret: field.secret('App Secret', { key: 'password', required: true }),
    agentid: field.text('Agent ID', { key: 'host', required: true, unread: true, pattern: /^[0-9]+$/ }),
    targets: field.recipients(
      {
        user: { label: 'Target User', prefix: '@', fallback: true, read: readUser, write: writeUser },
        department: { label: 'Target Department', prefix: '#', pattern: /^[0-9]+$/, published: { pattern: undefined } },
        tag: { label: 'Target Tag', prefix: '+', pattern: /^[0-9]+$/, published: { pattern: undefined } },
      },
      { sorted: true, keepInvalid: true, safe: '@+' },
    ),
  },
  count: () => 1,

  failure: failureOf,
  async deliver({ corpid, corpsecret, agentid, targets }, { body, format }, context) {
    const { user, department, tag } = targets;
    if (user.length + department.length + tag.length === 0) return context.fail('There are no targets to notify.');
    const access_token = await openSession(corpid, corpsecret, context);
    if (access_token === undefined) return;
    const msgtype = format === 'markdown' ? 'markdown' : 'text';
    const reply = await context.send(
      http.post(`${API}/message/send`, {
        query: { access_token },
        json: {
          agentid: Number(agentid),
          msgtype,
          [msgtype]: { content: body },
          touser: user.join('|') || undefined,
          toparty: department.join('|') || undefined,
          totag: tag.join('|') || undefined,
        },
      }),
    );
    if (!reply.ok && TOKEN_ERRORS.includes(reply.json<Answer>()?.errcode)) await context.session.clear(ACCESS_TOKEN);
  },
});
