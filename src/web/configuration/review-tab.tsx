import { useState } from 'preact/hooks';
import type { ListedService } from '../client.ts';
import { CopyButton } from '../parts/copy.tsx';
import { useLoaded } from '../parts/load.ts';
import type { PageProps } from '../parts/page.ts';
import { ProgressReport } from '../parts/progress-report.tsx';
import { useProgress } from '../parts/progress.ts';
import { select, TagFilter } from '../parts/tag-filter.tsx';
import { texts } from '../texts/index.ts';

const yesNo = (value: boolean): string => (value ? texts.common.yes : texts.common.no);

interface RowProps {
  readonly service: ListedService;
  /** Undefined where the address is not known. */
  readonly onSend: ((service: ListedService) => void) | undefined;
}

/** One service: a row of a table, or a card on a narrow screen. */
function Row({ service, onSend }: RowProps) {
  const t = texts.review;
  return (
    <tr>
      <th scope="row" data-label={t.service}>
        {service.service_name}
      </th>
      <td data-label={t.url}>
        <code>{service.url}</code> <CopyButton text={service.url} label={service.service_name} />
      </td>
      <td data-label={t.tags}>
        {service.tag_details.map(({ name, priority }) => (
          <span key={name} class="chip">
            {name}
            {priority !== 0 && ` (${t.priority} ${priority})`}
          </span>
        ))}
      </td>
      <td data-label={t.retry}>{service.retry}</td>
      <td data-label={t.optional}>{yesNo(service.optional)}</td>
      <td data-label={t.enabled} class={service.enabled ? '' : 'bad'}>
        {yesNo(service.enabled)}
      </td>
      <td>
        {onSend && (
          <button type="button" onClick={() => onSend(service)} disabled={!service.enabled}>
            {t.send}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The services of the configuration as the server reads them. */
export function ReviewTab({ context, client }: PageProps) {
  const t = texts.review;
  const [expression, setExpression] = useState('all');
  const [showsSecrets, setShowsSecrets] = useState(false);
  const listing = useLoaded(() => client.list(context.key, { masked: !showsSecrets }), showsSecrets);
  const { progress, send } = useProgress(client, () => texts.progress.ended);
  if (listing.state === 'loading') return <p>{texts.common.loading}</p>;
  if (listing.state === 'failed') return <p class="bad">{listing.message}</p>;
  const { urls = [], tags = [] } = listing.value ?? {};
  if (urls.length === 0) return <p>{t.empty}</p>;
  const shown = select(urls, expression) ?? [];

  const sendTo = async ({ id, url }: ListedService) => {
    // The address itself is fetched only for this.
    const all = showsSecrets ? { urls } : await client.list(context.key, { masked: false });
    const index = urls.findIndex((service) => service.id === id && service.url === url);
    const form = new FormData();
    form.set('urls', all?.urls[index]?.url ?? '');
    form.set('title', texts.builder.testTitle);
    form.set('body', texts.builder.testBody);
    await send(undefined, form);
  };

  return (
    <>
      <TagFilter tags={tags} value={expression} onChange={setExpression} />
      <div class="row toolbar">
        <p class="grow" role="status">
          {shown.length === 0 ? t.noneMatch : t.matching(shown.length, urls.length)}
        </p>
        {context.isLocked ? (
          <p class="muted">{t.lockedSend}</p>
        ) : (
          <label class="check">
            <input
              type="checkbox"
              checked={showsSecrets}
              onChange={(event) => setShowsSecrets(event.currentTarget.checked)}
            />
            {texts.common.showSecrets}
          </label>
        )}
      </div>
      {progress && <ProgressReport progress={progress} />}
      <table class="cards">
        <thead>
          <tr>
            {[t.service, t.url, t.tags, t.retry, t.optional, t.enabled].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map((service) => (
            <Row
              key={`${service.id} ${service.url}`}
              service={service}
              onSend={context.isLocked ? undefined : (one) => void sendTo(one)}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}
