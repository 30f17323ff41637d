import type { Session } from '../service/define.ts';
import type { Json } from '../service/http.ts';

/** Runs work one after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** A session that lives as long as the process; for services without a store. */
export function memorySession(now: () => number): Session {
  const values = new Map<string, { readonly value: Json; readonly expires: number }>();
  const files = new Map<string, Uint8Array>();
  const turns = new Turns();
  return {
    async get(key) {
      const entry = values.get(key);
      return entry && entry.expires > now() ? entry.value : undefined;
    },
    async set(key, value, { expiresInSeconds = Infinity } = {}) {
      values.set(key, { value, expires: now() + expiresInSeconds * 1000 });
    },
    async clear(...keys) {
      for (const key of keys) values.delete(key);
    },
    readFile: async (name) => files.get(name),
    async writeFile(name, content) {
      files.set(name, content);
    },
    lock: (work) => turns.run(work),
    flush: async () => true,
  };
}
