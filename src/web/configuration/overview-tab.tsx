import type { TabName } from '../pages/configuration.tsx';
import { addressOf, Examples } from '../parts/examples.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { useLoaded } from '../parts/load.ts';
import type { PageProps } from '../parts/page.ts';
import { texts } from '../texts/index.ts';

interface OverviewProps extends PageProps {
  readonly onOpen: (tab: TabName) => void;
}

/** What is in the configuration, in a few words. */
function Summary({ context, client, onOpen }: OverviewProps) {
  const t = texts.overview;
  const listing = useLoaded(() => client.list(context.key, { masked: true }));
  if (listing.state === 'loading') return <p>{texts.common.loading}</p>;
  if (listing.state === 'failed') return <p class="bad">{listing.message}</p>;
  const { urls = [], tags = [] } = listing.value ?? {};
  if (urls.length === 0)
    return (
      <>
        <p>{t.empty}</p>
        {context.isStateful && !context.isLocked && (
          <button type="button" class="primary" onClick={() => onOpen('editor')}>
            {t.start}
          </button>
        )}
      </>
    );
  const disabled = urls.filter(({ enabled }) => !enabled).length;
  return (
    <>
      <p>
        <strong>{t.services(urls.length)}</strong>
        {disabled > 0 && ` (${t.disabled(disabled)})`}
      </p>
      <p>{tags.length === 0 ? t.noTags : t.tagged}</p>
      {tags.length > 0 && (
        <ul class="chips" aria-label={t.tags}>
          {tags.toSorted().map((tag) => (
            <li key={tag} class="chip">
              {tag}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What the configuration holds and how programs reach it. */
export function OverviewTab({ context, client, onOpen }: OverviewProps) {
  const t = texts.overview;
  const paths = Object.entries({
    [t.actions.notify]: `notify/${context.key}`,
    [t.actions.add]: `add/${context.key}`,
    [t.actions.get]: `get/${context.key}`,
    [t.actions.list]: `json/urls/${context.key}`,
  });
  return (
    <>
      <section class="card" aria-live="polite">
        <Summary context={context} client={client} onOpen={onOpen} />
      </section>
      <section class="card">
        <h2>{t.examples}</h2>
        <Examples context={context} label={t.examples} />
      </section>
      <section class="card">
        <h2>{t.urls}</h2>
        <dl class="addresses">
          {paths.map(([name, path]) => {
            const url = `${addressOf(context)}/${path}`;
            return (
              <div key={path}>
                <dt>{name}</dt>
                <dd>
                  <code>{url}</code> <CopyButton text={url} label={name} />
                </dd>
              </div>
            );
          })}
        </dl>
      </section>
    </>
  );
}
