import type { JSX, TargetedInputEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { Asked, FormField } from '../../service/form.ts';
import { texts } from '../texts/index.ts';
import { shownValue } from './help.ts';

/** What every control of a form gets. */
export interface ControlProps {
  readonly id: string;
  readonly field: FormField;
  readonly value: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  readonly onValue: (value: string) => void;
  readonly onLeave: () => void;
}

/** The attributes that all controls share. */
const shared = ({ id, field, value, describedBy, isInvalid, onLeave }: ControlProps) => ({
  id,
  value,
  autoComplete: 'off',
  onBlur: onLeave,
  'aria-required': field.required,
  'aria-invalid': isInvalid,
  ...(describedBy !== undefined && { 'aria-describedby': describedBy }),
});

/** The attributes of what is typed into. */
const typed = (props: ControlProps) => ({
  ...shared(props),
  spellcheck: false,
  onInput: (event: TargetedInputEvent<HTMLInputElement | HTMLTextAreaElement>) =>
    props.onValue(event.currentTarget.value),
});

function TextControl(props: ControlProps) {
  const attributes = typed(props);
  const { id, field } = props;
  if (field.choices.length === 0) return <input type="text" {...attributes} />;
  const list = `${id}-choices`;
  return (
    <>
      <input type="text" {...attributes} list={list} />
      <datalist id={list}>
        {field.choices.map((choice) => (
          <option key={choice} value={choice} />
        ))}
      </datalist>
    </>
  );
}

function SecretControl(props: ControlProps) {
  const [isShown, setShown] = useState(false);
  const attributes = typed(props);
  return (
    <div class="beside">
      {isShown ? <input type="text" {...attributes} /> : <input type="password" {...attributes} />}
      <button
        type="button"
        class="quiet"
        aria-pressed={isShown}
        aria-label={texts.builder.reveal(props.field.label)}
        onClick={() => setShown(!isShown)}
      >
        {texts.builder.show}
      </button>
    </div>
  );
}

function NumberControl(props: ControlProps) {
  const { min, max } = props.field;
  return (
    <input
      {...typed(props)}
      type="number"
      step="any"
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
    />
  );
}

function SelectControl(props: ControlProps) {
  const { field, value, onValue } = props;
  const choices = field.asked === 'flag' ? ['yes', 'no'] : field.choices;
  const others = value === '' || choices.includes(value) ? [] : [value];
  const usual = field.fallback === undefined ? '' : ` (${shownValue(field, field.fallback)})`;
  return (
    <select {...shared(props)} onChange={(event) => onValue(event.currentTarget.value)}>
      <option value="">{texts.builder.choice + usual}</option>
      {[...choices, ...others].map((choice) => (
        <option key={choice} value={choice}>
          {shownValue(field, choice)}
        </option>
      ))}
    </select>
  );
}

const LINES = 3;

const LinesControl = (props: ControlProps) => <textarea {...typed(props)} rows={LINES} />;

/** The control for each thing a form asks for. */
export const CONTROLS: Readonly<Record<Asked, (props: ControlProps) => JSX.Element>> = {
  text: TextControl,
  secret: SecretControl,
  number: NumberControl,
  choice: SelectControl,
  flag: SelectControl,
  items: LinesControl,
  pairs: LinesControl,
};
