import { useState } from 'preact/hooks';
import type { PageProps } from '../parts/page.ts';
import { texts } from '../texts/index.ts';

/** The keys of all configurations. */
export function KeysPage({ context: { basePath, keys = [] } }: PageProps) {
  const t = texts.keys;
  const [part, setPart] = useState('');
  const shown = keys.filter((key) => key.toLowerCase().includes(part.toLowerCase()));
  return (
    <>
      <h1>{t.title}</h1>
      {keys.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <label>
          {t.filter}
          <input type="search" value={part} onInput={(event) => setPart(event.currentTarget.value)} />
        </label>
      )}
      <ul class="plain">
        {shown.map((key) => (
          <li key={key}>
            <a href={`${basePath}/cfg/${encodeURIComponent(key)}`}>{key}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
