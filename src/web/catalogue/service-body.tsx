import { examples } from 'virtual:examples';
import type { AnyDefinition } from '../../service/define.ts';
import type { FormField } from '../../service/form.ts';
import { formFields, formTemplates, keyOf, schemesOf, setupPageOf, templatesOf } from '../catalog.ts';
import { Code } from '../parts/copy.tsx';
import { texts } from '../texts/index.ts';
import { FieldTable } from './field-table.tsx';

/** The names in a query of the pairs that fields hold, by the key of the field. */
const pairNames = ({ fields }: AnyDefinition): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(fields).flatMap(([name, field]) =>
      field.kind === 'map' ? [[keyOf(name, field), `${field.prefix}name=`] as const] : [],
    ),
  );

/** The fields of a service in whichever way its URL is written; those of every service left out. */
function ownFields(definition: AnyDefinition): readonly FormField[] {
  const ways = formTemplates(definition).map((template) => formFields(definition, template));
  const pairs = pairNames(definition);
  const byKey = new Map<string, FormField>();
  for (const field of ways.flat()) {
    const known = byKey.get(field.key);
    if (!known || (known.place !== 'address' && field.place === 'address')) byKey.set(field.key, field);
  }
  const isNeeded = ({ key }: FormField): boolean =>
    ways.every((fields) => fields.some((field) => field.key === key && field.required));
  return [...byKey.values()]
    .filter(({ place }) => place !== 'common')
    .map((field) => ({ ...field, key: pairs.get(field.key) ?? field.key, required: isNeeded(field) }))
    .toSorted((one, other) => Number(other.place === 'address') - Number(one.place === 'address'));
}

interface ServiceBodyProps {
  readonly definition: AnyDefinition;
  /** Where its URL can be built, if it can. */
  readonly builder: string | undefined;
}

/** All that is to be known of a service to write its URL. */
export function ServiceBody({ definition, builder }: ServiceBodyProps) {
  const t = texts.services;
  const { id, name, homepage, attachments } = definition;
  const schemes = schemesOf(definition);
  const example = examples[id];
  return (
    <>
      <p class="row">
        {homepage && (
          <a href={homepage} rel="noreferrer">
            {t.site}
          </a>
        )}
        <a href={setupPageOf(definition)} rel="noreferrer">
          {t.docs}
        </a>
        {builder && (
          <a class="button" href={builder}>
            {t.build}
          </a>
        )}
      </p>
      <p>{attachments ? t.attachments : t.noAttachments}</p>
      <h3>{t.schemes}</h3>
      <p>
        {schemes.map((scheme) => (
          <span key={scheme}>
            <code>{scheme}://</code>{' '}
          </span>
        ))}
      </p>
      <h3>{t.urls}</h3>
      <ul class="plain">
        {templatesOf(definition).map((template) => (
          <li key={template}>
            <code>
              {schemes[0]}://{template}
            </code>
          </li>
        ))}
      </ul>
      {example && (
        <>
          <h3>{t.example}</h3>
          <Code text={example} label={`${name} (${t.example})`} />
        </>
      )}
      <h3>{t.fields}</h3>
      <FieldTable fields={ownFields(definition)} label={`${name}: ${t.fields}`} />
    </>
  );
}
