import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const MAX_BYTES = 31_000_000;

/**
 * Keeps the space for young objects from growing beyond some 32 MB. A busy process ends with the largest it may have,
 * 134 MB, which makes it no faster; Node takes a limit only as an argument, and whoever starts the server gives none. So
 * after each collection the growth is switched off as soon as the space is large enough, and on again when it shrank.
 */
export function boundYoungGeneration(): void {
  let grows = true;
  const observer = new PerformanceObserver(() => {
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    const mayGrow = space === undefined || space.space_size < MAX_BYTES;
    if (mayGrow === grows) return;
    grows = mayGrow;
    setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
  });
  observer.observe({ entryTypes: ['gc'] });
}
