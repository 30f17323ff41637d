import type { FormField } from '../../service/form.ts';
import { kindsOf, shownValue } from '../builder/help.ts';
import { texts } from '../texts/index.ts';

/** What a field takes, in a few words. */
function valuesOf(field: FormField): string {
  const [t, builder] = [texts.services, texts.builder];
  const { asked, choices, kinds, min, max, fallback, pattern } = field;
  const parts = [
    asked === 'choice' ? t.oneOf(choices.join(', ')) : t.kinds[asked],
    asked !== 'choice' && choices.length > 0 && builder.suggested(choices.join(', ')),
    kinds.length > 0 && builder.takes(kindsOf(field)),
    (min !== undefined || max !== undefined) && builder.range(min, max),
    pattern && t.pattern(pattern.source),
    fallback !== undefined && builder.default(shownValue(field, fallback)),
  ];
  return parts.filter(Boolean).join('; ');
}

/** The fields of a service, one a row. */
export function FieldTable({ fields, label }: { readonly fields: readonly FormField[]; readonly label: string }) {
  const t = texts.services;
  return (
    <table class="cards" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t.field}</th>
          <th scope="col">{t.name}</th>
          <th scope="col">{t.where}</th>
          <th scope="col">{t.needed}</th>
          <th scope="col">{t.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.key}>
            <th scope="row">{field.label}</th>
            <td data-label={t.name}>
              <code>{field.key}</code>
            </td>
            <td data-label={t.where}>{field.place === 'address' ? t.address : t.query}</td>
            <td {...(field.required && { 'data-label': t.needed })}>{field.required && texts.common.yes}</td>
            <td data-label={t.meaning}>{valuesOf(field)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
