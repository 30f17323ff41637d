import { parsePhone } from '../text/phones.ts';
import type { RecipientKind } from './fields.ts';

/** A phone number as its digits alone. */
export const readPhone = (text: string): string | undefined => parsePhone(text)?.digits;

/** A phone number as `+` and its digits. */
export function readPlusPhone(text: string): string | undefined {
  const digits = readPhone(text);
  return digits && `+${digits}`;
}

/** The pattern published for phone numbers that are a sender's own. */
export const PHONE_PATTERN = /^\+?[0-9\s)(+-]+$/i;

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
