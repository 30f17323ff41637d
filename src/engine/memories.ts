import type { Service } from '../service/load.ts';

type Memory = Map<string, unknown>;

/** How many identities are remembered; the one that was first seen the longest ago makes room. */
const MAX_IDENTITIES = 1000;

/** What services remember between deliveries: by their identity, or each on its own where it has none. */
export function createMemories(): (service: Service, identity: string | undefined) => Memory {
  const shared = new Map<string, Memory>();
  const own = new WeakMap<Service, Memory>();
  return (service, identity) => {
    const known = identity === undefined ? own.get(service) : shared.get(identity);
    if (known !== undefined) return known;
    const memory: Memory = new Map();
    if (identity === undefined) own.set(service, memory);
    else shared.set(identity, memory);
    if (shared.size > MAX_IDENTITIES) shared.delete(shared.keys().next().value!);
    return memory;
  };
}
