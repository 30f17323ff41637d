import { useState } from 'preact/hooks';
import type { TargetProgress } from '../../service/progress.ts';
import type { Client } from '../client.ts';
import { messageOf } from '../parts/load.ts';
import { texts } from '../texts/index.ts';

/** How a test went. */
interface Outcome {
  readonly isGood: boolean;
  readonly message: string;
}

/** Sends a short message to a URL. */
async function sendTest(client: Client, url: string): Promise<Outcome> {
  const form = new FormData();
  const { testTitle, testBody, delivered } = texts.builder;
  for (const [name, value] of Object.entries({ urls: url, title: testTitle, body: testBody, type: 'info' }))
    form.set(name, value);
  const reasons: string[] = [];
  let outcome: Outcome = { isGood: false, message: texts.progress.ended };
  await client.notify(undefined, form, (name, data) => {
    if (name === 'target') {
      const target = data as TargetProgress;
      if (target.state === 'failed') reasons.push(target.reason);
    } else if (name === 'result') {
      const { status } = data as { readonly status: keyof typeof texts.progress.results };
      const isGood = status === 'SUCCESS';
      outcome = { isGood, message: isGood ? delivered : reasons.join(' ') || texts.progress.results[status] };
    }
  });
  return outcome;
}

interface TestButtonProps {
  readonly client: Client;
  /** Undefined: there is nothing to send to yet. */
  readonly url: string | undefined;
}

/** Sends a test and tells how it went. */
export function TestButton({ client, url }: TestButtonProps) {
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const send = async (to: string) => {
    setSending(true);
    setOutcome(undefined);
    setOutcome(await sendTest(client, to).catch((error: unknown) => ({ isGood: false, message: messageOf(error) })));
    setSending(false);
  };
  return (
    <>
      <button type="button" disabled={url === undefined || isSending} onClick={() => void send(url!)}>
        {isSending ? texts.send.sending : texts.builder.test}
      </button>
      <p role="status" class={outcome?.isGood ? 'good' : 'bad'}>
        {outcome?.message}
      </p>
    </>
  );
}
