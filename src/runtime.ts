import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as sleepMilliseconds } from 'node:timers/promises';
import { createEngine, type Engine } from './engine/engine.ts';
import { Stores } from './store/stores.ts';
import { PersistentStore, type StoreMode } from './store/persistent.ts';
import { HttpClient } from './transport/http/client.ts';
import type { ProxySettings } from './transport/http/proxy.ts';
import { openPgp } from './transport/openpgp.ts';
import { lackOf, openProtocols } from './transport/protocols.ts';

export interface RuntimeOptions {
  readonly proxies?: ProxySettings | undefined;
  /** Connections of another runtime to share, which closes them. */
  readonly client?: HttpClient | undefined;
  /** Where sessions are kept; undefined keeps them in memory. */
  readonly storagePath?: string | undefined;
  readonly storageMode?: StoreMode | undefined;
  /** Where the session of a desktop is (D-Bus); where it usually is unless given. */
  readonly sessionBusAddress?: string | undefined;
  /** Told what goes wrong with the disk, which never fails a notification. */
  readonly warn?: (message: string) => void;
}

/** What delivers: the engine with its connections and its sessions; one per process. */
export interface Runtime {
  readonly engine: Engine;
  readonly client: HttpClient;
  /** Lets running deliveries finish, at most so long, writes the sessions and closes every connection. */
  close(graceSeconds?: number): Promise<void>;
}

const DEFAULT_GRACE_SECONDS = 10;

/** The content of a file; undefined where it is longer, or no file: a device or a pipe may never end. */
async function readRegularFile(path: string, maxBytes = Infinity): Promise<Uint8Array | undefined> {
  const stats = await stat(path);
  return stats.isFile() && stats.size <= maxBytes ? readFile(path) : undefined;
}

/** A runtime over real connections, the system's clock and randomness. */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const { proxies, client: shared, storagePath, storageMode, sessionBusAddress, warn } = options;
  const client = shared ?? new HttpClient({ proxies });
  const stores = new Stores({ path: storagePath, mode: storageMode, ...(warn && { warn }) });
  const protocols = openProtocols({ sessionBusAddress });
  const engine = createEngine({
    http: client,
    protocols: (request, deadline) => protocols.send(request, deadline),
    lackOf,
    sessions: (identity) => (identity === undefined ? new PersistentStore('none', {}) : stores.open(identity)),
    readFile: (location, maxBytes) => readRegularFile(location, maxBytes).catch(() => undefined),
    pgp: openPgp,
    clock: { now: Date.now, sleep: (seconds) => sleepMilliseconds(seconds * 1000) },
    random: { bytes: (count) => randomBytes(count), uuid: () => randomUUID() },
    throttle: true,
  });
  return {
    engine,
    client,
    async close(graceSeconds = DEFAULT_GRACE_SECONDS) {
      await engine.settle(graceSeconds);
      await Promise.all([stores.flush(), !shared && client.close(), protocols.close()]);
    },
  };
}
