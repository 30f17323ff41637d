import { useState } from 'preact/hooks';
import { MESSAGE_TYPES, type MessageType } from '../../service/message.ts';
import { FORMATS, type Format } from '../../text/format.ts';
import type { TabProps } from '../pages/configuration.tsx';
import { Code } from '../parts/copy.tsx';
import { addressOf, notifyPath } from '../parts/examples.tsx';
import { useLoaded } from '../parts/load.ts';
import { ProgressReport } from '../parts/progress-report.tsx';
import { useProgress } from '../parts/progress.ts';
import { select, TagFilter } from '../parts/tag-filter.tsx';
import { texts } from '../texts/index.ts';
import { Attachments, problemOf, type Attached } from './attachments.tsx';
import { curlOf } from './curl.ts';
import { Preview } from './preview.tsx';

/** The most a form may hold. */
const MAX_TITLE_LENGTH = 250;
const MAX_BODY_LENGTH = 32_768;

interface Message {
  readonly title: string;
  readonly body: string;
  readonly type: MessageType;
  readonly format: Format;
  readonly tags: string;
  readonly urls: string;
}

const EMPTY: Message = { title: '', body: '', type: 'info', format: 'text', tags: 'all', urls: '' };

/** The fields of the form that is sent. */
function fieldsOf({ title, body, type, format, tags, urls }: Message, isStateful: boolean): [string, string][] {
  const fields: [string, string][] = [
    ['title', title],
    ['body', body],
    ['type', type],
    ['format', format],
    isStateful ? ['tag', tags] : ['urls', urls],
  ];
  return fields.filter(([, value]) => value !== '');
}

function formOf(fields: readonly (readonly [string, string])[], attached: readonly Attached[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  for (const one of attached) {
    if (typeof one === 'string') form.append('attach', one);
    else form.append('attachment', one);
  }
  return form;
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly names: Readonly<Record<V, string>>;
  readonly values: readonly V[];
  readonly onChange: (value: V) => void;
}

function Choice<V extends string>({ label, value, names, values, onChange }: ChoiceProps<V>) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as V)}>
        {values.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Sends a notification and shows what becomes of it. */
export function NotificationsTab({ context, client, isShown }: TabProps) {
  const t = texts.send;
  const { key, isStateful } = context;
  const [message, setMessage] = useState(EMPTY);
  const [attached, setAttached] = useState<readonly Attached[]>([]);
  const [address, setAddress] = useState('');
  const all = address.trim() === '' ? attached : [...attached, address.trim()];
  const [problem, setProblem] = useState('');
  const { progress, send } = useProgress(client);
  const listing = useLoaded(() => client.list(key, { masked: true }), { isShown });
  const { urls = [], tags = [] } = (listing.state === 'loaded' && listing.value) || {};
  const change = (changes: Partial<Message>) => setMessage((current) => ({ ...current, ...changes }));
  const selected = select(urls, message.tags)?.length ?? 0;
  const fields = fieldsOf(message, isStateful);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const found = message.body.trim() === '' && all.length === 0 ? t.needsBody : (problemOf(all, context) ?? '');
    setProblem(found);
    if (found === '') await send(isStateful ? key : undefined, formOf(fields, all));
  };
  /** Attaches the files that are dropped or pasted; a text goes where it always does. */
  const take = (event: Event, data: DataTransfer | null) => {
    if (!data?.types.includes('Files')) return;
    event.preventDefault();
    if (context.maxAttachments !== 0 && data.files.length > 0) setAttached([...attached, ...data.files]);
  };

  return (
    <>
      <form
        class="card"
        onSubmit={(event) => void submit(event)}
        onPaste={(event) => take(event, event.clipboardData)}
        onDragOver={(event) => take(event, event.dataTransfer)}
        onDrop={(event) => take(event, event.dataTransfer)}
      >
        {isStateful ? (
          <>
            <TagFilter tags={tags} value={message.tags} onChange={(value) => change({ tags: value })} />
            {listing.state === 'loaded' && (
              <p class={selected === 0 ? 'bad' : 'muted'} role="status">
                {selected === 0 ? texts.review.noneMatch : texts.review.matching(selected, urls.length)}
              </p>
            )}
          </>
        ) : (
          <label>
            {t.urls}
            <input
              class="mono"
              value={message.urls}
              onInput={(event) => change({ urls: event.currentTarget.value })}
              autoComplete="off"
            />
          </label>
        )}
        <label>
          {t.title}
          <input
            value={message.title}
            maxLength={MAX_TITLE_LENGTH}
            onInput={(event) => change({ title: event.currentTarget.value })}
          />
        </label>
        <label>
          {t.body}
          <textarea
            rows={5}
            value={message.body}
            maxLength={MAX_BODY_LENGTH}
            onInput={(event) => change({ body: event.currentTarget.value })}
          />
        </label>
        <div class="row">
          <Choice
            label={t.type}
            value={message.type}
            names={t.types}
            values={MESSAGE_TYPES}
            onChange={(type) => change({ type })}
          />
          <Choice
            label={t.format}
            value={message.format}
            names={t.formats}
            values={FORMATS.toReversed()}
            onChange={(format) => change({ format })}
          />
        </div>
        {message.format !== 'text' && message.body !== '' && <Preview body={message.body} format={message.format} />}
        {context.maxAttachments !== 0 && (
          <Attachments
            context={context}
            attached={attached}
            onChange={setAttached}
            address={address}
            onAddress={setAddress}
          />
        )}
        {problem && (
          <p class="bad" role="alert">
            {problem}
          </p>
        )}
        <button class="primary" disabled={progress?.isRunning}>
          {progress?.isRunning ? t.sending : t.send}
        </button>
      </form>
      {progress && <ProgressReport progress={progress} />}
      <section class="card">
        <h2>{t.curl}</h2>
        <Code text={curlOf(addressOf(context) + notifyPath(context), fields, all)} label={t.curl} />
      </section>
    </>
  );
}
