import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const SAMPLE_MILLISECONDS = 50;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of buffers that are in use; garbage does not count. */
function buffersInUse(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}

/** The most bytes of buffers that were in use at once until something is done, beyond those when it began. */
export async function peakOf(work: Promise<unknown>): Promise<number> {
  const before = buffersInUse();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, buffersInUse())), SAMPLE_MILLISECONDS);
  await work;
  clearInterval(timer);
  return peak - before;
}
