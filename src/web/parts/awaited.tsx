import type { ComponentChild } from 'preact';
import { texts } from '../texts/index.ts';
import type { Loaded } from './load.ts';

interface AwaitedProps<T> {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ComponentChild;
}

/** Shows what is fetched once it is there, and until then or instead what there is to say. */
export function Awaited<T>({ loaded, children }: AwaitedProps<T>) {
  if (loaded.state === 'loaded') return <>{children(loaded.value)}</>;
  return loaded.state === 'loading' ? <p>{texts.common.loading}</p> : <p class="bad">{loaded.message}</p>;
}
