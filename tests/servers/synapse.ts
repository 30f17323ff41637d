import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates } from './certificates.ts';
import { freePorts } from './ports.ts';
import { serverDirectory, ServerProcess, until } from './process.ts';

/** The program that `SYNAPSE` names: stable releases of Debian have none. */
const SYNAPSE = process.env['SYNAPSE'] ?? 'synapse_homeserver';

/** Everything that slows down whoever asks often. */
const LIMITS = ['rc_message', 'rc_registration', 'rc_joins.local', 'rc_login.address', 'rc_login.account'];

const settings = (directory: string, [open, secure]: readonly number[], tls: readonly [string, string]) => ({
  server_name: 'localhost',
  report_stats: false,
  suppress_key_server_warning: true,
  enable_registration: true,
  enable_registration_without_verification: true,
  signing_key_path: join(directory, 'signing.key'),
  media_store_path: join(directory, 'media'),
  pid_file: join(directory, 'pid'),
  database: { name: 'sqlite3', args: { database: join(directory, 'homeserver.db') } },
  tls_certificate_path: tls[0],
  tls_private_key_path: tls[1],
  listeners: [open, secure].map((port) => ({
    port,
    tls: port === secure,
    type: 'http',
    bind_addresses: ['127.0.0.1'],
    resources: [{ names: ['client', 'media'] }],
  })),
  ...LIMITS.reduce<Record<string, unknown>>((limits, name) => {
    const [group = '', member] = name.split('.');
    const limit = { per_second: 1000, burst_count: 1000 };
    limits[group] = member ? { ...(limits[group] as object | undefined), [member]: limit } : limit;
    return limits;
  }, {}),
});

/** Synapse on ports of its own, with a fresh database, where everybody may register. */
export class Synapse {
  /** Over plain HTTP, for clients of the tests. */
  readonly origin: string;
  readonly securePort: number;
  readonly authority: string;
  readonly process: ServerProcess;

  private constructor(ports: readonly number[], authority: string, process: ServerProcess) {
    const [open = 0, secure = 0] = ports;
    this.origin = `http://127.0.0.1:${open}`;
    this.securePort = secure;
    this.authority = authority;
    this.process = process;
  }

  static async start(): Promise<Synapse> {
    const directory = serverDirectory('synapse');
    const { certificateFile, keyFile, authority } = makeCertificates(directory);
    const ports = await freePorts(2);
    const file = join(directory, 'homeserver.yaml');
    // What JSON says YAML says too.
    writeFileSync(file, JSON.stringify(settings(directory, ports, [certificateFile, keyFile])));
    const process = new ServerProcess(directory, SYNAPSE, ['-c', file]);
    const synapse = new Synapse(ports, authority, process);
    const isUp = () => fetch(`${synapse.origin}/_matrix/client/versions`).catch(() => undefined);
    for (let tries = 0; tries < 6; tries++) if (await until(isUp, 'Synapse').catch(() => undefined)) return synapse;
    await process.stop();
    throw new Error(process.output);
  }
}
