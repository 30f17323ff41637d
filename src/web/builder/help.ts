import type { FormField } from '../../service/form.ts';
import { texts } from '../texts/index.ts';

/** The kinds of items a field takes, with what marks each. */
export const kindsOf = ({ kinds }: FormField): string =>
  kinds.map(({ label, prefix }) => (prefix === '' ? label : texts.builder.marked(label, prefix))).join(', ');

/** A value as the reader's language has it: only yes and no are translated. */
export const shownValue = ({ asked }: FormField, value: string): string =>
  asked === 'flag' ? (value === 'yes' ? texts.common.yes : texts.common.no) : value;

/** What helps to fill in a field; empty if nothing needs to be said. */
export function helpOf(field: FormField): string {
  const t = texts.builder;
  const { asked, kinds, choices, min, max, fallback } = field;
  const isSelect = asked === 'choice' || asked === 'flag';
  const parts = [
    asked === 'items' && t.items,
    asked === 'pairs' && t.pairs,
    kinds.length > 0 && t.takes(kindsOf(field)),
    !isSelect && choices.length > 0 && t.suggested(choices.join(', ')),
    (min !== undefined || max !== undefined) && t.range(min, max),
    !isSelect && fallback !== undefined && t.default(fallback),
  ];
  return parts.filter((part) => part !== false).join('; ');
}
