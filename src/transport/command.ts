import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DeliveryError } from '../service/errors.ts';
import { signalAt } from './deadline.ts';
import { shownReply } from './socket-errors.ts';

const MAX_SECONDS = 30;
const MAX_ERROR_CHARACTERS = 1000;

/** Words end with a zero, and have none in them. */
const withoutZeros = (word: string): string => word.replaceAll('\0', '');

interface CommandOptions {
  /** What it complains of goes to this program's own error output. */
  readonly showsErrors?: boolean;
  readonly maxSeconds?: number;
  /** A program that has not ended by then is well; it is ended all the same. */
  readonly mayStay?: boolean;
}

/** Runs a program until it ends; throws DeliveryError with what it complained of where that is not well. */
export async function runCommand(
  program: string,
  words: readonly string[],
  deadline: number | undefined,
  { showsErrors = false, maxSeconds = MAX_SECONDS, mayStay = false }: CommandOptions = {},
): Promise<void> {
  const late = signalAt(deadline);
  const signal = AbortSignal.any([late, AbortSignal.timeout(maxSeconds * 1000)]);
  let errors = '';
  try {
    const child = spawn(program, words.map(withoutZeros), {
      stdio: ['ignore', 'ignore', showsErrors ? 'inherit' : 'pipe'],
      signal,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(0, MAX_ERROR_CHARACTERS)));
    // The signal counts here too: a program that is gone may have left others that keep its outputs open.
    const [code] = (await once(child, 'close', { signal })) as [number | null];
    if (code === 0) return;
    const reason = `${program} has failed (${code ?? 'ended'}): ${shownReply(errors.trim())}`;
    throw new DeliveryError({ code: 'service-failed', reason });
  } catch (error) {
    if (late.reason instanceof DeliveryError) throw late.reason;
    if (error instanceof DeliveryError) throw error;
    if (mayStay && signal.aborted && !late.aborted) return;
    if (signal.aborted) throw new DeliveryError({ code: 'timed-out', reason: `${program} did not end in time` });
    const { code } = error as NodeJS.ErrnoException;
    throw new DeliveryError({ code: 'unreachable', reason: `${program} cannot be run on this machine (${code})` });
  }
}
