import { Examples } from '../parts/examples.tsx';
import { useLoaded } from '../parts/load.ts';
import type { PageProps } from '../parts/page.ts';
import { texts } from '../texts/index.ts';

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** Whether the server can do its work, and what it may do. */
function Health({ context, client }: PageProps) {
  const t = texts.welcome;
  const status = useLoaded(() => client.status());
  const issues = status.state === 'loaded' ? status.value.status.details.filter((issue) => issue !== 'OK') : [];
  const size = `${context.maxAttachmentBytes / BYTES_PER_MEGABYTE} MB`;
  return (
    <section class="card" aria-live="polite">
      <h2>{t.health}</h2>
      {status.state === 'loading' && <p>{texts.common.loading}</p>}
      {status.state === 'failed' && <p class="bad">{status.message}</p>}
      {status.state === 'loaded' && (
        <p class={issues.length === 0 ? 'good' : 'bad'}>{issues.length === 0 ? t.healthy : t.unhealthy}</p>
      )}
      <ul>
        {issues.map((issue) => (
          <li key={issue}>{t.issues[issue] ?? issue}</li>
        ))}
        <li>{!context.isStateful ? t.stateless : context.isLocked ? t.locked : t.storesConfigurations}</li>
        <li>{context.maxAttachments === 0 ? t.noAttachments : t.attachments(context.maxAttachments, size)}</li>
        <li>{t.version(context.version)}</li>
      </ul>
    </section>
  );
}

/** Opens the configuration of any key. */
function KeyForm({ context: { basePath, key } }: Pick<PageProps, 'context'>) {
  const t = texts.welcome;
  const open = (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = new FormData(event.currentTarget as HTMLFormElement).get('key') as string;
    location.assign(`${basePath}/cfg/${encodeURIComponent(wanted)}`);
  };
  return (
    <section class="card">
      <h2>{t.key}</h2>
      <p id="key-help">{t.keyHelp}</p>
      <form class="row" onSubmit={open}>
        <label class="grow">
          {t.keyLabel}
          <input
            name="key"
            defaultValue={key}
            pattern="[A-Za-z0-9_\-]{1,128}"
            required
            aria-describedby="key-help"
            autoComplete="off"
          />
        </label>
        <button class="primary">{t.open}</button>
      </form>
    </section>
  );
}

/** Where everybody starts. */
export function WelcomePage({ context, client }: PageProps) {
  const t = texts.welcome;
  return (
    <>
      <h1>{t.title}</h1>
      <p class="lead">
        {t.lead(context.services)} {context.isStateful && t.leadKey}
      </p>
      <div class="columns">
        {context.isStateful && <KeyForm context={context} />}
        <Health context={context} client={client} />
      </div>
      <section class="card">
        <h2>{t.examples}</h2>
        <p>{t.examplesLead}</p>
        <Examples context={context} label={t.examples} />
      </section>
    </>
  );
}
