import { formatUrl } from '../../../src/service/write.ts';
import { findUrls, splitUrls } from '../../../src/text/url.ts';
import type { Judge } from './judge.ts';
import { load } from './services.ts';

/** Adds values one by one: those that load are in, and all must load for success. */
function add(values: readonly unknown[]): { returned: boolean; loaded: string[] } {
  const services = values.map((value) => load(value));
  const loaded = services.flatMap((service) => (service ? [formatUrl(service)] : []));
  return { returned: loaded.length === values.length, loaded };
}

export const judge: Judge<{ readonly text?: string; readonly value?: unknown }> = ({ kind, in: input }) => {
  const { text, value } = input;
  if (kind === 'add_value') return add(Array.isArray(value) ? value : [value]);
  if (text === undefined) throw new Error(`no judge for ${kind}`);
  const parts = splitUrls(text);
  const added = add(parts);
  return { parts, parts_strict: findUrls(text), ...added, returned: added.returned && parts.length > 0 };
};
