import { useRef, useState } from 'preact/hooks';
import { Awaited } from '../parts/awaited.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { messageOf, useLoaded } from '../parts/load.ts';
import { useModule } from '../parts/module.ts';
import type { PageProps } from '../parts/page.ts';
import { texts } from '../texts/index.ts';
import { useFindings } from './check.ts';
import { CodeEditor } from './code-editor.tsx';
import { useDraft, type Draft } from './draft.ts';
import { insertService, type ChosenFormat } from './edit.ts';
import { FindingsList } from './findings-list.tsx';

const EMPTY: Draft = { content: '', format: 'auto' };
const FORMATS: readonly ChosenFormat[] = ['auto', 'text', 'yaml'];

/** Offers a text as a file. */
function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What the address asks to be built, as `#editor?build=discord`. */
const wantedScheme = (): string | undefined => /\?build=([a-z\d]+)/.exec(location.hash)?.[1];

interface EditorProps extends PageProps {
  readonly stored: Draft;
}

/** Edits what is stored, or what is to be. */
function ConfigurationEditor({ context, client, stored }: EditorProps) {
  const t = texts.editor;
  const { key } = context;
  const { draft, isChanged, saved, change, settle, discard } = useDraft(key, stored);
  const findings = useFindings(draft, client);
  const [isHidden, setHidden] = useState(false);
  const [isBuilding, setBuilding] = useState(wantedScheme() !== undefined);
  const [isBusy, setBusy] = useState(false);
  const addButton = useRef<HTMLButtonElement>(null);
  const [isRemoving, setRemoving] = useState(false);
  const [isContested, setContested] = useState(false);
  const [target, setTarget] = useState<{ line: number; turn: number }>();
  const [said, setSaid] = useState<{ readonly text: string; readonly isGood: boolean }>();
  const builder = useModule(isBuilding, () => import('../builder/builder.tsx'));

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setSaid(undefined);
    try {
      await work();
    } catch (error) {
      setSaid({ text: messageOf(error), isGood: false });
    }
    setBusy(false);
  };
  const save = (isSure: boolean) =>
    attempt(async () => {
      if (!isSure) {
        const { config = '' } = (await client.load(key)) ?? {};
        if (config !== saved && config !== draft.content) return setContested(true);
      }
      await client.save(key, { config: draft.content, format: draft.format });
      settle(draft);
      return setSaid({ text: t.saved, isGood: true });
    });
  const remove = () =>
    attempt(async () => {
      await client.remove(key);
      settle(EMPTY);
      change(EMPTY);
      setSaid({ text: t.removed, isGood: true });
    });
  const insert = (url: string, tags: string) => {
    const format = draft.format === 'auto' ? (findings?.format ?? 'text') : draft.format;
    change({ content: insertService(draft.content, format, url, tags) });
    closeBuilder();
  };
  const closeBuilder = () => {
    history.replaceState(null, '', '#editor');
    setBuilding(false);
    addButton.current?.focus();
  };
  const open = async (file: File | undefined) => {
    if (file) change({ content: await file.text() });
  };
  const format = findings?.format ?? (draft.format === 'yaml' ? 'yaml' : 'text');

  return (
    <>
      <div class="row toolbar">
        <button
          type="button"
          class="primary"
          onClick={() => void save(false)}
          disabled={isBusy || draft.content.trim() === ''}
        >
          {t.save}
        </button>
        <button
          type="button"
          ref={addButton}
          onClick={isBuilding ? closeBuilder : () => setBuilding(true)}
          aria-expanded={isBuilding}
        >
          {t.add}
        </button>
        <label class="check">
          <input type="checkbox" checked={isHidden} onChange={(event) => setHidden(event.currentTarget.checked)} />
          {t.hide}
        </label>
        <label>
          {t.format}
          <select
            value={draft.format}
            onChange={(event) => change({ format: event.currentTarget.value as ChosenFormat })}
          >
            {FORMATS.map((name) => (
              <option key={name} value={name}>
                {name === 'auto' ? t.auto : name.toUpperCase()}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class={said?.isGood ? 'good' : 'bad'} role="status">
        {said?.text}
      </p>
      {isChanged && (
        <p class="notice">
          {t.unsaved}{' '}
          <button type="button" class="quiet" onClick={discard}>
            {t.discard}
          </button>
        </p>
      )}
      {isBuilding && !builder && <p>{texts.common.loading}</p>}
      {isBuilding && builder && (
        <section class="card" aria-label={t.add}>
          <builder.default
            context={context}
            client={client}
            initialScheme={wantedScheme()}
            onInsert={insert}
            onClose={closeBuilder}
          />
        </section>
      )}
      {isHidden && <p class="muted">{t.hidden}</p>}
      <CodeEditor
        content={isHidden ? (findings?.hidden ?? '') : draft.content}
        format={format}
        readOnly={isHidden}
        problems={findings?.problems ?? []}
        target={target}
        onChange={(content) => change({ content })}
      />
      <section aria-live="polite">
        <FindingsList
          findings={findings}
          isEmpty={draft.content.trim() === ''}
          onGoTo={(line) => setTarget({ line, turn: (target?.turn ?? 0) + 1 })}
        />
      </section>
      <div class="row toolbar">
        <button
          type="button"
          onClick={() => download(`${key}.${format === 'yaml' ? 'yml' : 'cfg'}`, draft.content)}
          disabled={draft.content === ''}
        >
          {t.download}
        </button>
        <label class="button file">
          {t.upload}
          <input
            type="file"
            accept=".cfg,.conf,.txt,.yml,.yaml,text/*"
            onChange={({ currentTarget }) => {
              void open(currentTarget.files?.[0]);
              currentTarget.value = '';
            }}
          />
        </label>
        <button type="button" class="danger" onClick={() => setRemoving(true)} disabled={isBusy || saved === ''}>
          {t.remove}
        </button>
      </div>
      {isContested && (
        <Confirm
          question={t.contested}
          action={t.overwrite}
          onAnswer={(confirmed) => {
            setContested(false);
            if (confirmed) void save(true);
          }}
        />
      )}
      {isRemoving && (
        <Confirm
          question={t.removeQuestion(key)}
          action={t.remove}
          onAnswer={(confirmed) => {
            setRemoving(false);
            if (confirmed) void remove();
          }}
        />
      )}
    </>
  );
}

/** The configuration as it is stored, to be changed. */
export function EditorTab({ context, client }: PageProps) {
  const stored = useLoaded(() => client.load(context.key));
  return (
    <Awaited loaded={stored}>
      {(value) => (
        <ConfigurationEditor
          context={context}
          client={client}
          stored={value ? { content: value.config, format: value.format } : EMPTY}
        />
      )}
    </Awaited>
  );
}
