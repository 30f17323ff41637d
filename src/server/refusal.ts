import { AppriseError } from '../service/errors.ts';

/** Why a request is refused, and how the caller is told: the only place where errors become statuses. */
const REFUSALS = {
  'bad-host': [400, 'The host of the request is not served here'],
  'malformed-request': [400, 'The request could not be understood'],
  'invalid-json': [400, 'Invalid JSON Payload provided'],
  'invalid-structure': [400, 'Invalid payload structure provided'],
  'invalid-form': [400, 'Bad FORM Payload provided'],
  'no-valid-urls': [400, 'No valid URLs defined'],
  'no-services': [400, 'No valid URL(s) defined'],
  'no-configuration': [400, 'No configuration provided'],
  'invalid-config-format': [400, 'Invalid configuration format specified'],
  'undetected-config-format': [400, 'The configuration format could not be auto-detected'],
  'config-too-large': [400, 'The configuration payload is too large'],
  'bad-attachment': [400, 'Bad Attachment'],
  'payload-incomplete': [400, 'Payload lacks minimum requirements'],
  'invalid-body-format': [400, 'An invalid body input format was specified'],
  'invalid-tags': [400, 'Unsupported characters found in tag definition'],
  'invalid-recursion': [400, 'An invalid recursion value was specified'],
  'mapping-failed': [400, 'Payload field mapping failed'],
  denied: [403, 'The site has been configured to deny this request'],
  'not-found': [404, 'Page not found'],
  'recursion-limit': [406, 'The recursion limit has been reached'],
  'request-timeout': [408, 'The request took too long to arrive'],
  'no-pages': [421, 'Page not found'],
  'partly-failed': [424, 'One or more notification could not be sent'],
  'partly-failed-stateless': [424, 'One or more notifications could not be sent'],
  'json-too-large': [431, 'JSON Payload provided is to large'],
  'form-too-large': [431, 'FORM Payload provided is to large'],
  'headers-too-large': [431, 'The headers of the request are too large'],
  'urls-not-saved': [500, 'The configuration could not be saved'],
  'config-not-saved': [500, 'An error occurred saving configuration'],
  'not-removed': [500, 'The configuration could not be removed'],
  'config-unreadable': [500, 'An error occurred accessing configuration'],
  'system-error': [500, 'System error'],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

export type RefusalCode = keyof typeof REFUSALS;

/** The status that a refusal is answered with. */
export const statusOf = (code: RefusalCode): number => REFUSALS[code][0];
/** The sentence that a refusal is answered with. */
export const messageOf = (code: RefusalCode): string => REFUSALS[code][1];

/** A request that is not done, thrown wherever that is found out. */
export class Refusal extends AppriseError {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;

  /** `cause` is for the operator: it gets into the log and not into the answer. */
  constructor(code: RefusalCode, { detail = '', cause }: { readonly detail?: string; readonly cause?: unknown } = {}) {
    super(messageOf(code) + detail, { cause });
    this.code = code;
  }
}
