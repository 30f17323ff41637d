import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { FilledForm } from '../../service/form-url.ts';
import type { FormField } from '../../service/form.ts';
import { formTemplates, schemesOf } from '../catalog.ts';
import type { Client } from '../client.ts';
import { texts } from '../texts/index.ts';
import { draftOf } from './draft.ts';
import { Fields, MoreFields } from './fields.tsx';
import { Result } from './result.tsx';
import { TestButton } from './test-button.tsx';

interface ServiceFormProps {
  readonly client: Client;
  readonly form: FilledForm;
  readonly isUnavailable: boolean;
  readonly onChange: (form: FilledForm) => void;
  readonly onOther: () => void;
  readonly onInsert: (url: string, tags: string) => void;
}

/** What is asked first: whatever the URL cannot do without, or has in its address. */
const isAskedFirst = ({ place, required }: FormField): boolean => place === 'address' || required;

/** Goes to the first field that is wrong, and unfolds what hides it. */
function showFirstProblem(form: HTMLElement): void {
  const field = form.querySelector<HTMLElement>('[aria-invalid=true]');
  const folded = field?.closest('details');
  if (folded) folded.open = true;
  field?.focus();
}

/** The ways to write the URL and the schemes to write it with, where there is a choice. */
function WayFields({ form, onChange }: Pick<ServiceFormProps, 'form' | 'onChange'>) {
  const t = texts.builder;
  const { definition, scheme, template } = form;
  const { plain, secure } = definition.schemes;
  const schemes = schemesOf(definition);
  const ways = [...new Set([...formTemplates(definition), template])];
  const nameOf = (one: string): string =>
    plain && secure ? `${one}:// (${secure.includes(one) ? t.encrypted : t.plain})` : `${one}://`;
  return (
    <div class="fields">
      {schemes.length > 1 && (
        <div class="field">
          <label for="builder-scheme">{t.secure}</label>
          <select
            id="builder-scheme"
            value={scheme}
            onChange={(event) => onChange({ ...form, scheme: event.currentTarget.value })}
          >
            {schemes.map((one) => (
              <option key={one} value={one}>
                {nameOf(one)}
              </option>
            ))}
          </select>
        </div>
      )}
      {ways.length > 1 && (
        <div class="field">
          <label for="builder-way">{t.way}</label>
          <select
            id="builder-way"
            value={template}
            onChange={(event) => onChange({ ...form, template: event.currentTarget.value })}
          >
            {ways.map((way) => (
              <option key={way} value={way}>
                {scheme}://{way}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}

/** The form of one service, with the URL it makes. */
export function ServiceForm({ client, form, isUnavailable, onChange, onOther, onInsert }: ServiceFormProps) {
  const t = texts.builder;
  const { definition } = form;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [tries, setTries] = useState(0);
  const [tags, setTags] = useState('');
  const element = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const draft = useMemo(() => draftOf(form), [form]);
  // What a service needs as a rule it may do without: whoever has been told may go on.
  const isInsisted = draft.isUsable && draft.problems.size > 0 && tries > 0;
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => showFirstProblem(element.current!), [tries]);

  const insert = (event: SubmitEvent) => {
    event.preventDefault();
    if (isInsisted || (draft.isUsable && draft.problems.size === 0)) onInsert(draft.url, tags.trim());
    else setTries(tries + 1);
  };
  const shared = {
    values: form.values,
    problems: new Map([...draft.problems].filter(([key]) => tries > 0 || left.has(key))),
    ignored: draft.ignored,
    onValue: (key: string, value: string) => onChange({ ...form, values: { ...form.values, [key]: value } }),
    onLeave: (key: string) => setLeft(new Set([...left, key])),
  };
  const query = draft.fields.filter((field) => field.place === 'query' && !isAskedFirst(field));
  return (
    <form ref={element} onSubmit={insert} noValidate autocomplete="off">
      <div class="row">
        <h3 class="grow" ref={heading} tabIndex={-1}>
          {definition.name}
        </h3>
        {definition.homepage && (
          <a href={definition.homepage} rel="noreferrer" target="_blank">
            {t.documentation}
          </a>
        )}
        <button type="button" onClick={onOther}>
          {t.other}
        </button>
      </div>
      {isUnavailable && <p class="notice">{t.unavailable}</p>}
      <WayFields form={form} onChange={onChange} />
      <Fields {...shared} fields={draft.fields.filter(isAskedFirst)} />
      <MoreFields {...shared} title={t.options} fields={query} />
      <MoreFields {...shared} title={t.common} fields={draft.fields.filter(({ place }) => place === 'common')} />
      <Result draft={draft} />
      <div class="field">
        <label for="builder-tags">{t.tags}</label>
        <input
          id="builder-tags"
          value={tags}
          autoComplete="off"
          aria-describedby="builder-tags-help"
          onInput={(event) => setTags(event.currentTarget.value)}
        />
        <p class="help" id="builder-tags-help">
          {t.tagsHelp}
        </p>
      </div>
      <div class="row">
        <button class="primary">{isInsisted ? t.insertAnyway : t.insert}</button>
        <TestButton client={client} url={draft.isUsable ? draft.url : undefined} />
      </div>
    </form>
  );
}
