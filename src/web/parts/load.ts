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
  switch (error.code) {
    case 'unreachable':
      return texts.common.unreachable;
    case 'nobody':
      return texts.progress.nobody;
    case 'ended':
      return texts.progress.ended;
    case 'changed':
      return texts.review.changed;
    case 'refused':
    default:
      return texts.common.serverSaid(error.message);
  }
}

interface LoadOptions {
  /** Fetched again whenever it changes. */
  readonly version?: unknown;
  readonly isShown?: boolean;
}

/** Fetches something whenever it comes to be shown. */
export function useLoaded<T>(load: () => Promise<T>, { version, isShown = true }: LoadOptions = {}): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    if (!isShown) return undefined;
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
  }, [version, isShown]);
  return loaded;
}
