import { parsePhone } from '../text/phones.ts';
import { unquote } from '../text/percent.ts';
import type { UrlParts } from '../text/url.ts';
import type { Raw } from './define.ts';
import type { RecipientKind, Recipients } from './fields.ts';
import { http } from './http.ts';

/** A phone number as its digits alone. */
export const readPhone = (text: string, minDigits?: number): string | undefined => parsePhone(text, minDigits)?.digits;

/** A phone number as `+` and its digits. */
export function readPlusPhone(text: string): string | undefined {
  const digits = readPhone(text);
  return digits && `+${digits}`;
}

/** A phone number as its digits, behind `+` if it was written so. */
export function readWrittenPhone(text: string, minDigits?: number): string | undefined {
  const digits = readPhone(text, minDigits);
  return digits && (text.trimStart().startsWith('+') ? `+${digits}` : digits);
}

/** The pattern published for phone numbers that are a sender's own. */
export const PHONE_PATTERN = /^\+?[0-9\s)(+-]+$/i;

/** What makes a field the phone number that messages come from, kept as digits. */
export const fromPhone = { key: 'from_phone', required: true, pattern: PHONE_PATTERN, read: readPhone } as const;

const asIs = (value: string): string => value;

/** Phone numbers as recipients, kept as digits. */
export const phoneRecipient = {
  label: 'Target Phone No',
  prefix: '+',
  pattern: /^[0-9\s)(+-]+$/i,
  read: readPhone,
  write: asIs,
} as const satisfies RecipientKind;

/** Phone numbers as recipients, kept as `+` and digits. */
export const plusPhoneRecipient = { ...phoneRecipient, read: readPlusPhone } as const satisfies RecipientKind;

type Phones = Recipients<'phone'>;

/** The phone numbers of each request: in batch mode up to `size` of them, otherwise one. */
export const phoneBatches = (
  { targets, batch }: { readonly targets: Phones; readonly batch: boolean },
  size = Number.MAX_SAFE_INTEGER,
): string[][] => http.chunk(targets.phone, batch ? size : 1);

/** Messages to oneself, for services with recipients of one kind. */
export const toOneself = <K extends string>(kind: K) => ({
  /** The recipients, or the sender where none are named. */
  orSender: (targets: Recipients<K>, sender: string): Recipients<K> =>
    targets[kind].length + targets.invalid.length > 0 ? targets : { ...targets, [kind]: [sender] },

  /** The recipients as a URL names them: nobody where the sender is the only one. */
  unlessSender: (targets: Recipients<K>, sender: string | undefined): Recipients<K> =>
    targets[kind].length === 1 && targets[kind][0] === sender ? { ...targets, [kind]: [], invalid: [] } : targets,
});
export const { orSender, unlessSender } = toOneself('phone');

/** A definition's `read`: what stands in the place of the host is the first recipient if the query gives what belongs there. */
export const hostAsTargetWith =
  (...names: readonly string[]) =>
  (raw: Raw, { host, query }: UrlParts): Raw =>
    names.some((name) => query.get(name))
      ? { ...raw, targets: [unquote(host), ...(raw['targets'] as readonly string[])] }
      : raw;
