import { parseBoolean } from '../text/boolean.ts';
import { parseFloatText } from '../text/numbers.ts';
import { DEFAULT_TIMEOUT_SECONDS } from './options.ts';

/** How a web server is asked for an attachment or a configuration. */
export interface WebOptions {
  readonly verify: boolean;
  /** Undefined: as is usual here. */
  readonly followRedirects: boolean | undefined;
  readonly connectTimeoutSeconds: number;
  readonly readTimeoutSeconds: number;
}

/** What the query of a location says of that. */
export function readWebOptions(query: ReadonlyMap<string, string>): WebOptions {
  const flag = (name: string): boolean | undefined => {
    const value = query.get(name);
    return value === undefined ? undefined : parseBoolean(value);
  };
  const seconds = (name: string): number => parseFloatText(query.get(name) ?? '') ?? DEFAULT_TIMEOUT_SECONDS;
  return {
    verify: flag('verify') ?? true,
    followRedirects: flag('redirect'),
    connectTimeoutSeconds: seconds('cto'),
    readTimeoutSeconds: seconds('rto'),
  };
}
