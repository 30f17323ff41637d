import { useState } from 'preact/hooks';
import { ClientError, type ListedService, type Listing } from '../client.ts';
import type { TabProps } from '../pages/configuration.tsx';
import { Awaited } from '../parts/awaited.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { useLoaded } from '../parts/load.ts';
import { ProgressReport } from '../parts/progress-report.tsx';
import { testOf, useProgress } from '../parts/progress.ts';
import { select, TagFilter } from '../parts/tag-filter.tsx';
import { texts } from '../texts/index.ts';

const yesNo = (value: boolean): string => (value ? texts.common.yes : texts.common.no);

interface RowProps {
  readonly service: ListedService;
  /** Undefined where the address is not known. */
  readonly onSend: (() => void) | undefined;
  readonly isSending: boolean;
}

/** One service: a row of a table, or a card on a narrow screen. */
function Row({ service, onSend, isSending }: RowProps) {
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
          <button type="button" onClick={onSend} disabled={isSending || !service.enabled}>
            {t.send}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The services of the configuration as the server reads them. */
export function ReviewTab({ context, client, isShown }: TabProps) {
  const t = texts.review;
  const [expression, setExpression] = useState('all');
  const [showsSecrets, setShowsSecrets] = useState(false);
  const listing = useLoaded(() => client.list(context.key, { masked: !showsSecrets }), {
    version: showsSecrets,
    isShown,
  });
  const { progress, send } = useProgress(client);

  /** A test for one of the services; its address itself is fetched only for this. */
  const testFor = async (urls: Listing['urls'], service: ListedService): Promise<FormData> => {
    const all = await client.list(context.key, { masked: false });
    const addressed = all?.urls[urls.indexOf(service)];
    if (addressed?.id !== service.id) throw new ClientError('changed');
    return testOf(addressed.url);
  };

  const show = ({ urls, tags }: Listing, shown: readonly ListedService[]) => (
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
              key={urls.indexOf(service)}
              service={service}
              onSend={context.isLocked ? undefined : () => void send(undefined, testFor(urls, service))}
              isSending={progress?.isRunning === true}
            />
          ))}
        </tbody>
      </table>
    </>
  );
  return (
    <Awaited loaded={listing}>
      {(value) =>
        value && value.urls.length > 0 ? show(value, select(value.urls, expression) ?? []) : <p>{t.empty}</p>
      }
    </Awaited>
  );
}
