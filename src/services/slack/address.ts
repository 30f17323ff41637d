import type { Raw } from '../../service/define.ts';
import { UrlError } from '../../service/errors.ts';
import { joinPath, splitPath, unquote, type UrlParts } from '../../text/url.ts';

export const MODES = ['hook', 'gov-hook', 'bot', 'workflow', 'trigger'] as const;
export type Mode = (typeof MODES)[number];

/** How many parts the path of each kind of workflow has. */
const WORKFLOW_PARTS = { workflow: 4, trigger: 3 } as const;
type WorkflowMode = keyof typeof WORKFLOW_PARTS;
export const isWorkflow = (mode: Mode | undefined): mode is WorkflowMode => mode === 'workflow' || mode === 'trigger';

const HOOKS: Readonly<Record<Exclude<Mode, 'bot'>, string>> = {
  hook: 'https://hooks.slack.com/services',
  'gov-hook': 'https://hooks.slack-gov.com/services',
  workflow: 'https://hooks.slack.com/workflows',
  trigger: 'https://hooks.slack.com/triggers',
};

const NATIVE_HOOK = /^https?:\/\/hooks\.slack(-gov)?\.com\/services\/((?:[A-Z0-9]+\/){2}[A-Z0-9]+)\/?(?:\?(.+))?$/i;
const NATIVE_WORKFLOW = /^https?:\/\/hooks\.slack\.com\/(workflow|trigger)s\/([A-Z0-9][\w/-]+)(?:\?(.+))?$/i;

/** The service URL of a webhook that Slack gave. */
export function nativeUrl(url: string): string | undefined {
  const [, government, tokens, query] = NATIVE_HOOK.exec(url) ?? [];
  const [, workflowMode, parts, workflowQuery] = NATIVE_WORKFLOW.exec(url) ?? [];
  const path = tokens ?? parts;
  if (path === undefined) return undefined;
  const mode = government ? 'gov-hook' : workflowMode?.toLowerCase();
  const options = [query ?? workflowQuery, mode && `mode=${mode}`].filter(Boolean);
  return `slack://${path}${options.length > 0 ? `?${options.join('&')}` : ''}`;
}

const splitChannels = (text: string): string[] => text.split(/[ \t\r\n,#\\/]+/).filter(Boolean);

/** Takes the tokens off the front of a list: that of a bot, or the three of a webhook. */
function takeTokens(from: string[]): Raw {
  if (from[0]?.startsWith('xo')) return { access_token: from.shift() };
  const [token_a, token_b, token_c] = from.splice(0, 3);
  return { token_a, token_b, token_c };
}

/** Reads an address, which the mode says how to read; tokens may stand in the query instead. */
export function readAddress(raw: Raw, { host, path, query }: UrlParts): Raw {
  const places = [unquote(host), ...splitPath(path ?? '')].filter(Boolean);
  const asked = query.get('mode')?.toLowerCase();
  const mode = asked ? MODES.find((known) => known.startsWith(asked)) : undefined;
  if (isWorkflow(mode)) return { ...raw, workflow_path: places };
  const placed = takeTokens(places);
  const given = splitChannels(query.get('token') ?? '');
  const targets = [...places, ...splitChannels(query.get('to') ?? '')];
  return { ...raw, ...(given.length > 0 ? takeTokens(given) : placed), targets };
}

interface Tokens {
  readonly mode: Mode | undefined;
  readonly access_token: string | undefined;
  readonly token_a: string | undefined;
  readonly token_b: string | undefined;
  readonly token_c: string | undefined;
  readonly workflow_path: readonly string[];
}

function modeOf({ mode, access_token, workflow_path }: Tokens): Mode {
  if (mode) return mode;
  if (workflow_path.length === 0) return access_token === undefined ? 'hook' : 'bot';
  return workflow_path.length === WORKFLOW_PARTS.trigger ? 'trigger' : 'workflow';
}

/** The tokens of the mode they are for, and where messages go; throws UrlError if some are missing. */
export function resolveTokens(tokens: Tokens) {
  const mode = modeOf(tokens);
  const { access_token, token_a, token_b, token_c, workflow_path } = tokens;
  const none = { access_token: undefined, token_a: undefined, token_b: undefined, token_c: undefined };
  if (mode === 'bot') {
    if (access_token === undefined) throw new UrlError('missing-field', { field: 'access_token' });
    return { ...none, mode, access_token, workflow_path: [], address: 'https://slack.com/api/chat.postMessage' };
  }
  if (isWorkflow(mode)) {
    if (workflow_path.length !== WORKFLOW_PARTS[mode]) throw new UrlError('invalid-field', { field: 'workflow_path' });
    return { ...none, mode, workflow_path, address: HOOKS[mode] + joinPath(workflow_path).slice(0, -1) };
  }
  if (!token_a || !token_b || !token_c) throw new UrlError('missing-field', { field: 'token_c' });
  const address = [HOOKS[mode], token_a, token_b, token_c].join('/');
  return { ...none, mode, token_a, token_b, token_c, workflow_path: [], address };
}
