import { useState } from 'preact/hooks';
import type { LogLine, ProgressResult, TargetProgress } from '../../service/progress.ts';
import type { Client, OnEvent } from '../client.ts';
import { texts } from '../texts/index.ts';
import { messageOf } from './load.ts';

/** How far a notification has come. */
export interface Progress {
  readonly isRunning: boolean;
  /** By their place among the targets. */
  readonly targets: readonly TargetProgress[];
  readonly log: readonly LogLine[];
  readonly result: ProgressResult | undefined;
  /** Why there is no result: the server refused, or the connection ended. */
  readonly problem: string | undefined;
}

const STARTED: Progress = { isRunning: true, targets: [], log: [], result: undefined, problem: undefined };

/** A short message to one service, to see whether it arrives. */
export function testOf(url: string): FormData {
  const form = new FormData();
  const { testTitle: title, testBody: body } = texts.builder;
  for (const [name, value] of Object.entries({ urls: url, title, body })) form.set(name, value);
  return form;
}

/** A notification that is sent on request, and followed. */
export function useProgress(client: Client) {
  const [progress, setProgress] = useState<Progress>();
  const add: OnEvent = (name, data) =>
    setProgress((before = STARTED) => {
      if (name === 'log') return { ...before, log: [...before.log, data as LogLine] };
      if (name === 'result') return { ...before, result: data as ProgressResult };
      const target = data as TargetProgress;
      const targets = [...before.targets];
      targets[target.index] = target;
      return { ...before, targets };
    });
  const send = async (key: string | undefined, form: FormData | Promise<FormData>): Promise<void> => {
    setProgress(STARTED);
    let problem: string | undefined;
    try {
      await client.notify(key, await form, add);
    } catch (error) {
      problem = messageOf(error);
    }
    setProgress((before = STARTED) => ({
      ...before,
      isRunning: false,
      problem: problem ?? (before.result ? undefined : texts.progress.ended),
    }));
  };
  return { progress, send };
}
