import { useEffect, useRef } from 'preact/hooks';
import type { TargetProgress } from '../../service/progress.ts';
import { texts } from '../texts/index.ts';
import type { Progress } from './progress.ts';

const MARKS = { waiting: '○', sending: '…', retry: '↻', delivered: '✓', failed: '✗', skipped: '–' } as const;

const stateText = (target: TargetProgress): string =>
  target.state === 'retry' ? texts.progress.retry(target.attempt, target.maxAttempts) : texts.progress[target.state];

/** One target and what became of it. */
function Target({ target }: { readonly target: TargetProgress }) {
  const { state, service, url, tags } = target;
  return (
    <li class={`target ${state}`}>
      <span class="mark" aria-hidden="true">
        {MARKS[state]}
      </span>
      <div>
        <strong>{service}</strong> <span class="state">{stateText(target)}</span>
        {tags.length > 0 && <span class="muted"> {tags.join(', ')}</span>}
        {'reason' in target && <p class="reason">{target.reason}</p>}
        <code class="url">{url}</code>
      </div>
    </li>
  );
}

/** What becomes of a notification while it is sent, and in the end. */
export function ProgressReport({ progress }: { readonly progress: Progress }) {
  const t = texts.progress;
  const { targets, log, result, problem, isRunning } = progress;
  const isGood = result?.status === 'SUCCESS';
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isRunning) section.current?.scrollIntoView({ block: 'nearest' });
  }, [isRunning]);
  return (
    <section class="card" ref={section} aria-label={texts.send.report}>
      <h2>{texts.send.report}</h2>
      <p role="status" class={isRunning ? 'muted' : isGood ? 'good' : 'bad'}>
        {problem ?? (result ? t.results[result.status] : texts.send.sending)}
      </p>
      <ul class="plain targets">
        {targets.map((target) => (
          <Target key={target.index} target={target} />
        ))}
      </ul>
      {log.length > 0 && (
        <details>
          <summary>{texts.send.log}</summary>
          <pre tabIndex={0}>{log.map(([level, time, message]) => `${time} ${level} ${message}`).join('\n')}</pre>
        </details>
      )}
    </section>
  );
}
