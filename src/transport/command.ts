import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DeliveryError } from '../service/errors.ts';
import { signalAt } from './deadline.ts';
import { shownReply } from './socket-errors.ts';

const MAX_SECONDS = 30;

/** Runs a program until it ends; throws DeliveryError with what it wrote where that is not well. */
export async function runCommand(
  program: string,
  words: readonly string[],
  deadline: number | undefined,
  { showsErrors = false } = {},
): Promise<string> {
  const signal = AbortSignal.any([signalAt(deadline), AbortSignal.timeout(MAX_SECONDS * 1000)]);
  let output = '';
  let errors = '';
  try {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', showsErrors ? 'inherit' : 'pipe'], signal });
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code === 0) return output;
    const reason = `${program} has failed (${code ?? 'ended'}): ${shownReply(errors.trim())}`;
    throw new DeliveryError({ code: 'service-failed', reason });
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    if (signal.aborted) throw new DeliveryError({ code: 'timed-out', reason: `${program} did not end in time` });
    throw new DeliveryError({ code: 'unreachable', reason: `${program} cannot be run on this machine` });
  }
}
