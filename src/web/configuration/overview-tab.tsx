import type { Listing } from '../client.ts';
import type { TabProps } from '../pages/configuration.tsx';
import { Awaited } from '../parts/awaited.tsx';
import { addressOf, Examples, notifyPath } from '../parts/examples.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { useLoaded } from '../parts/load.ts';
import { texts } from '../texts/index.ts';

interface SummaryProps extends TabProps {
  readonly listing: Listing | undefined;
}

/** What is in the configuration, in a few words. */
function Summary({ context, onOpen, listing }: SummaryProps) {
  const t = texts.overview;
  const { urls = [], tags = [] } = listing ?? {};
  if (urls.length === 0)
    return (
      <>
        <p>{t.empty}</p>
        {!context.isLocked && (
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

/** What is in the configuration, when it is known. */
function Contents(props: TabProps) {
  const { context, client, isShown } = props;
  const listing = useLoaded(() => client.list(context.key, { masked: true }), { isShown });
  return <Awaited loaded={listing}>{(value) => <Summary {...props} listing={value} />}</Awaited>;
}

/** What the configuration holds and how programs reach it. */
export function OverviewTab(props: TabProps) {
  const { context } = props;
  const t = texts.overview;
  const { key, isStateful, isLocked } = context;
  const mayEdit = isStateful && !isLocked;
  const paths = Object.entries({
    [t.actions.notify]: notifyPath(context),
    ...(mayEdit && { [t.actions.add]: `/add/${key}`, [t.actions.get]: `/get/${key}` }),
    ...(isStateful && { [t.actions.list]: `/json/urls/${key}` }),
  });
  return (
    <>
      {isStateful && (
        <section class="card" aria-live="polite">
          <Contents {...props} />
        </section>
      )}
      <section class="card">
        <h2>{t.examples}</h2>
        <Examples context={context} label={t.examples} />
      </section>
      <section class="card">
        <h2>{t.urls}</h2>
        <dl class="addresses">
          {paths.map(([name, path]) => {
            const url = addressOf(context) + path;
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
