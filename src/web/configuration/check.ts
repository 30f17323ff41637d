import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../config/configuration.ts';
import type { ConfigFormat } from '../../config/detect.ts';
import type { Client } from '../client.ts';
import { pluginSchemes } from '../published.ts';
import type { Draft } from './draft.ts';
import { hideSecrets } from './edit.ts';

/** What reading a configuration found. */
export interface Findings {
  /** Undefined if nothing tells the format. */
  readonly format: ConfigFormat | undefined;
  readonly problems: readonly Problem[];
  readonly services: number;
  readonly hasIncludes: boolean;
  /** Whether there are services that only the server knows. */
  readonly hasPlugins: boolean;
  /** The content with its secrets hidden. */
  readonly hidden: string;
}

const PAUSE_MILLISECONDS = 200;

async function check({ content, format }: Draft, findPlugins: () => Promise<readonly string[]>): Promise<Findings> {
  const { formatUrl, load, parse } = await import('../catalog.ts');
  const isEmpty = content.trim() === '';
  const { format: found, problems, entries, includes } = parse(content, format === 'auto' ? undefined : format);
  const lines = content.toLowerCase().split('\n');
  const plugins = isEmpty || problems.length === 0 ? [] : await findPlugins();
  const isPlugin = ({ line = 0 }: Problem): boolean =>
    plugins.some((scheme) => lines[line - 1]?.includes(`${scheme}://`));
  const real = isEmpty ? [] : problems.filter((problem) => !isPlugin(problem));
  const mask = (url: string): string => {
    try {
      return formatUrl(load(url), { masked: true });
    } catch {
      return `${url.slice(0, url.indexOf(':'))}://****`;
    }
  };
  return {
    format: found,
    problems: real,
    services: entries.length,
    hasIncludes: includes.length > 0,
    hasPlugins: !isEmpty && real.length < problems.length,
    hidden: hideSecrets(content, found ?? 'text', mask),
  };
}

/** What the server would make of the draft, found out in the browser whenever writing pauses. */
export function useFindings(draft: Draft, client: Client): Findings | undefined {
  const plugins = useRef<Promise<readonly string[]>>(undefined);
  const findPlugins = () => (plugins.current ??= client.services().then(pluginSchemes, () => []));
  const [findings, setFindings] = useState<Findings>();
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      void check(draft, findPlugins).then((found) => isCurrent && setFindings(found));
    }, PAUSE_MILLISECONDS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [draft.content, draft.format]);
  return findings;
}
