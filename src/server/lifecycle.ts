import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from './app.ts';
import type { Address } from './environment.ts';
import type { Log } from './log.ts';

/** The oldest Node that has everything the server uses. */
const MIN_NODE: readonly [major: number, minor: number] = [22, 13];

/** What to do about a Node that is too old; undefined if it is not. */
export function versionProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [minMajor, minMinor] = MIN_NODE;
  if (major > minMajor || (major === minMajor && minor >= minMinor)) return undefined;
  return `Node ${version} is too old: install Node ${MIN_NODE.join('.')} or newer, or run "npm install" again to get the one that comes with this project.`;
}

const isMissingAddress = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL');

/** Listens on the first of the addresses that the machine has. */
export async function listen(server: Server, port: number, addresses: readonly Address[]): Promise<AddressInfo> {
  for (const [index, { host, ipv6Only }] of addresses.entries()) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port, host, ipv6Only, backlog: 1024 }, () => {
          server.off('error', reject);
          resolve();
        });
      });
      break;
    } catch (error) {
      server.removeAllListeners('error');
      if (!isMissingAddress(error) || index === addresses.length - 1) throw error;
    }
  }
  return server.address() as AddressInfo;
}

/** Ends the process in order at the first signal and at once at the second. */
export function closeOnSignal(app: App, log: Log, exit: (code: number) => void): void {
  let closing = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (closing) return exit(1);
    closing = true;
    log.write('INFO', 'shutting down', { signal });
    app.close().then(
      () => exit(0),
      (error: unknown) => {
        log.write('ERROR', 'the shutdown failed', { reason: String(error) });
        exit(1);
      },
    );
    return undefined;
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
