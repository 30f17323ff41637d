import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of buffers that are still in use. */
export function buffersInUse(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}
