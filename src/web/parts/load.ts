import { useEffect, useState } from 'preact/hooks';
import { ClientError } from '../client.ts';
import { texts } from '../texts/index.ts';

/** Something that is fetched: not there yet, there, or not to be had. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly value: T }
  | { readonly state: 'failed'; readonly message: string };

/** Why something failed, for people. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ClientError)) return String(error);
  return error.message === 'unreachable' ? texts.common.unreachable : texts.common.serverSaid(error.message);
}

/** Fetches something when it is first shown and whenever `version` changes. */
export function useLoaded<T>(load: () => Promise<T>, version: unknown = 0): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    const settle = (result: Loaded<T>) => {
      if (isCurrent) setLoaded(result);
    };
    load().then(
      (value) => settle({ state: 'loaded', value }),
      (error: unknown) => settle({ state: 'failed', message: messageOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [version]);
  return loaded;
}
