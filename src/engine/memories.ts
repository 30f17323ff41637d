import type { Service } from '../service/load.ts';
import { LeastRecent } from './least-recent.ts';

type Memory = Map<string, unknown>;

/** How many identities are remembered. */
const MAX_IDENTITIES = 1000;

/** What services remember between deliveries: by their identity, or each on its own where it has none. */
export function createMemories(): (service: Service, identity: string | undefined) => Memory {
  const shared = new LeastRecent<string, Memory>(MAX_IDENTITIES);
  const own = new WeakMap<Service, Memory>();
  return (service, identity) => {
    if (identity !== undefined) return shared.get(identity, () => new Map());
    const memory = own.get(service) ?? new Map<string, unknown>();
    own.set(service, memory);
    return memory;
  };
}
