import { useEffect, useRef, useState } from 'preact/hooks';
import type { AnyDefinition } from '../../service/define.ts';
import type { FilledForm } from '../../service/form-url.ts';
import { definitions, schemesOf } from '../catalog.ts';
import { texts } from '../texts/index.ts';
import { readForm } from './draft.ts';
import type { KnownService } from './find.ts';
import { categoryName, Finder, useFinding } from './finder.tsx';

const SERVICES: readonly KnownService[] = definitions.map((definition) => ({
  name: definition.name,
  category: definition.category,
  schemes: schemesOf(definition),
  definition,
}));

const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowRight: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  ArrowLeft: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** Moves the focus between the buttons of a list. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const index = buttons.findIndex((button) => button === document.activeElement);
  buttons[step(index, buttons.length - 1)]?.focus();
}

interface PasteProps {
  readonly initialUrl: string | undefined;
  readonly onRead: (form: FilledForm) => void;
}

/** Takes a URL and makes a form of it. */
function PasteForm({ initialUrl = '', onRead }: PasteProps) {
  const t = texts.builder;
  const [url, setUrl] = useState(initialUrl);
  const [problem, setProblem] = useState(() => {
    const read = initialUrl === '' ? undefined : readForm(initialUrl);
    return typeof read === 'string' ? read : undefined;
  });
  const read = (event: SubmitEvent) => {
    event.preventDefault();
    const form = readForm(url);
    if (typeof form === 'string') setProblem(form);
    else onRead(form);
  };
  return (
    <form class="field" onSubmit={read} noValidate>
      <label for="paste">{t.paste}</label>
      <div class="beside">
        <input
          id="paste"
          value={url}
          autoComplete="off"
          spellcheck={false}
          aria-describedby="paste-help paste-problem"
          aria-invalid={problem !== undefined}
          onInput={(event) => {
            setUrl(event.currentTarget.value);
            setProblem(undefined);
          }}
        />
        <button>{t.read}</button>
      </div>
      <p class="help" id="paste-help">
        {t.pasteHelp}
      </p>
      <p class="bad" id="paste-problem" role="alert">
        {problem}
      </p>
    </form>
  );
}

interface PickerProps extends PasteProps {
  /** The schemes the server does not take. */
  readonly unavailable: ReadonlySet<string>;
  readonly onPick: (definition: AnyDefinition) => void;
}

/** Chooses one of all services, or takes a URL. */
export function Picker({ unavailable, initialUrl, onPick, onRead }: PickerProps) {
  const t = texts.builder;
  const finding = useFinding(SERVICES);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const pickFirst = (event: SubmitEvent) => {
    event.preventDefault();
    const [first] = finding.found;
    if (first) onPick(first.definition);
  };
  return (
    <>
      <h3>{t.choose}</h3>
      <form onSubmit={pickFirst}>
        <Finder finding={finding} input={input} help={t.chooseHelp} />
      </form>
      <ul class="plain picker" aria-label={t.choose} onKeyDown={moveFocus}>
        {finding.found.map(({ name, category, schemes, definition }) => (
          <li key={definition.id}>
            <button type="button" onClick={() => onPick(definition)}>
              {name}
              <small class="muted">
                {categoryName(category)} · {schemes[0]}://
                {schemes.some((scheme) => unavailable.has(scheme)) && ` · ${t.unavailable}`}
              </small>
            </button>
          </li>
        ))}
      </ul>
      <PasteForm initialUrl={initialUrl} onRead={onRead} />
    </>
  );
}
