import type { FormField } from '../../service/form.ts';
import { texts } from '../texts/index.ts';
import { CONTROLS } from './controls.tsx';
import { helpOf } from './help.ts';

/** What fields of a form share: their values, and what is to be said of them. */
export interface FieldsProps {
  readonly fields: readonly FormField[];
  readonly values: Readonly<Record<string, string>>;
  /** By key; only those that are to be shown. */
  readonly problems: ReadonlyMap<string, string>;
  readonly ignored: ReadonlyMap<string, string>;
  readonly onValue: (key: string, value: string) => void;
  readonly onLeave: (key: string) => void;
}

function FieldRow({ field, values, problems, ignored, onValue, onLeave }: FieldsProps & { readonly field: FormField }) {
  const { key, label, asked, required } = field;
  const id = `field-${key}`;
  const said = [
    { id: `${id}-help`, kind: 'help', text: helpOf(field) },
    { id: `${id}-problem`, kind: 'bad', text: problems.get(key) },
    { id: `${id}-ignored`, kind: 'help', text: ignored.get(key) },
  ].filter(({ text }) => text);
  const Control = CONTROLS[asked];
  return (
    <div class="field">
      <label for={id}>
        {label} {required && <small>({texts.builder.required})</small>}
      </label>
      <Control
        id={id}
        field={field}
        value={values[key] ?? ''}
        describedBy={said.map((part) => part.id).join(' ') || undefined}
        isInvalid={problems.has(key)}
        onValue={(value) => onValue(key, value)}
        onLeave={() => onLeave(key)}
      />
      {said.map((part) => (
        <p key={part.id} id={part.id} class={part.kind}>
          {part.text}
        </p>
      ))}
    </div>
  );
}

/** Fields of a form, one below the other or in columns. */
export const Fields = (props: FieldsProps) => (
  <div class="fields">
    {props.fields.map((field) => (
      <FieldRow key={field.key} field={field} {...props} />
    ))}
  </div>
);

/** Fields that are seldom needed, and shown when asked for. */
export const MoreFields = ({ title, ...props }: FieldsProps & { readonly title: string }) =>
  props.fields.length === 0 ? undefined : (
    <details>
      <summary>{title}</summary>
      <Fields {...props} />
    </details>
  );
