import type { Client } from '../client.ts';
import { testOf, useProgress, type Progress } from '../parts/progress.ts';
import { texts } from '../texts/index.ts';

/** What is to be said of a test to one service. */
function sayOf({ targets, result, problem }: Progress): string | undefined {
  if (problem !== undefined || result === undefined) return problem;
  if (result.status === 'SUCCESS') return texts.builder.delivered;
  const reasons = targets.flatMap((target) => (target.state === 'failed' ? [target.reason] : []));
  return reasons.join(' ') || texts.progress.results[result.status];
}

interface TestButtonProps {
  readonly client: Client;
  /** Undefined: there is nothing to send to yet. */
  readonly url: string | undefined;
}

/** Sends a test and tells how it went. */
export function TestButton({ client, url }: TestButtonProps) {
  const { progress, send } = useProgress(client);
  const isSending = progress?.isRunning === true;
  return (
    <>
      <button
        type="button"
        disabled={url === undefined || isSending}
        onClick={() => void send(undefined, testOf(url!))}
      >
        {isSending ? texts.send.sending : texts.builder.test}
      </button>
      <p role="status" class={progress?.result?.status === 'SUCCESS' ? 'good' : 'bad'}>
        {progress && !isSending && sayOf(progress)}
      </p>
    </>
  );
}
