import { useId } from 'preact/hooks';
import type { PageContext } from '../context.ts';
import { texts } from '../texts/index.ts';

/** A file of the reader's, or the address of one. */
export type Attached = File | string;

const nameOf = (attached: Attached): string => (typeof attached === 'string' ? attached : attached.name);

interface AttachmentsProps {
  readonly context: PageContext;
  readonly attached: readonly Attached[];
  readonly onChange: (attached: readonly Attached[]) => void;
  /** What stands in the field for addresses; it is sent too. */
  readonly address: string;
  readonly onAddress: (address: string) => void;
}

/** What is wrong with the attachments, undefined if nothing is. */
export function problemOf(attached: readonly Attached[], { maxAttachments, maxAttachmentBytes }: PageContext) {
  const large = attached.find((one) => typeof one !== 'string' && one.size > maxAttachmentBytes);
  if (large) return texts.send.tooLarge(nameOf(large));
  return maxAttachments !== undefined && attached.length > maxAttachments
    ? texts.send.tooMany(maxAttachments)
    : undefined;
}

/** Collects files and addresses of files. */
export function Attachments({ context, attached, onChange, address, onAddress }: AttachmentsProps) {
  const t = texts.send;
  const id = useId();
  const add = (more: readonly Attached[]) => onChange([...attached, ...more]);
  const problem = problemOf(attached, context);
  return (
    <fieldset class="drop">
      <legend>{t.attachments}</legend>
      <p class="help">{t.attachHelp}</p>
      <ul class="chips">
        {attached.map((one, index) => (
          <li key={`${index} ${nameOf(one)}`} class="chip">
            {nameOf(one)}{' '}
            <button
              type="button"
              class="quiet"
              aria-label={t.remove(nameOf(one))}
              onClick={() => onChange(attached.filter((_, place) => place !== index))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <label class="button file">
          {t.choose}
          <input
            type="file"
            multiple
            onChange={(event) => {
              add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
        </label>
        <label class="grow" for={id}>
          {t.attachUrl}
          <input id={id} type="url" value={address} onInput={(event) => onAddress(event.currentTarget.value)} />
        </label>
        <button
          type="button"
          disabled={address.trim() === ''}
          onClick={() => {
            add([address.trim()]);
            onAddress('');
          }}
        >
          {t.addUrl}
        </button>
      </div>
      {problem && <p class="bad">{problem}</p>}
    </fieldset>
  );
}
