import { useState } from 'preact/hooks';
import { CopyButton } from '../parts/copy.tsx';
import { texts } from '../texts/index.ts';
import type { Draft } from './draft.ts';

/** The URL so far, and what it still needs. */
export function Result({ draft }: { readonly draft: Draft }) {
  const t = texts.builder;
  const [isMasked, setMasked] = useState(true);
  const { url, masked, missing, problem } = draft;
  return (
    <section aria-labelledby="result-title">
      <div class="row">
        <h3 id="result-title" class="grow">
          {t.url}
        </h3>
        <label class="check">
          <input type="checkbox" checked={isMasked} onChange={() => setMasked(!isMasked)} /> {t.masked}
        </label>
      </div>
      <div class="code">
        <pre tabIndex={0} aria-labelledby="result-title">
          <code>{isMasked ? masked : url}</code>
        </pre>
        <CopyButton text={url} label={t.url} />
      </div>
      <p role="status" class={problem === undefined ? 'help' : 'bad'}>
        {problem ?? (missing.length > 0 && t.stillNeeded(missing.join(', ')))}
      </p>
    </section>
  );
}
