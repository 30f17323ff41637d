import { FORMATS } from '../text/format.ts';
import { MESSAGE_TYPES } from '../service/message.ts';
import { fits } from '../text/code-points.ts';
import { trim } from '../text/whitespace.ts';
import type { Fields } from './fields.ts';

/** What a field of a form may hold. */
interface FormField {
  readonly maxLength?: number;
  readonly values?: readonly string[];
  /** Stands in for a field that is missing or blank. */
  readonly fallback?: string;
}

export type Form = Readonly<Record<string, FormField>>;

/** Accepted here, but no format: it is refused with the formats that JSON may name. */
export const NO_FORMAT = 'None';

const MESSAGE_FORM: Form = {
  body: { maxLength: 32_768 },
  title: { maxLength: 250 },
  type: { values: MESSAGE_TYPES, fallback: 'info' },
  format: { values: [...FORMATS, NO_FORMAT], fallback: 'text' },
  tag: {},
  tags: {},
};
export const STATEFUL_FORM: Form = MESSAGE_FORM;
export const STATELESS_FORM: Form = { ...MESSAGE_FORM, urls: { maxLength: 1024 } };

const isValid = (text: string, { maxLength, values }: FormField): boolean =>
  !text.includes('\0') &&
  (maxLength === undefined || fits(text, maxLength)) &&
  (values === undefined || values.includes(text));

/** Strips the texts of a form and fills in what is missing; false if one of them is not what the form asks for. */
export function cleanForm(fields: Fields, form: Form): boolean {
  let valid = true;
  for (const [name, field] of Object.entries(form)) {
    const given = fields.get(name);
    const text = (typeof given === 'string' ? trim(given) : '') || (field.fallback ?? '');
    fields.set(name, text);
    valid &&= isValid(text, field);
  }
  return valid;
}
