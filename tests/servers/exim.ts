import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { headerOf, readMail, type ReadPart } from '../support/mails.ts';
import { makeCertificates, OPENSSL, type Certificates } from './certificates.ts';
import { freePorts } from './ports.ts';

const EXIM = '/usr/sbin/exim4';

/** Who may log in. */
export const LOGIN = { user: 'ann', password: 's3cr3t-s3cr3t' } as const;

interface Ports {
  /** Offers STARTTLS and logins. */
  readonly starttls: number;
  readonly ssl: number;
  /** Neither encrypts nor takes logins. */
  readonly plain: number;
}

const configuration = (directory: string, { certificateFile, keyFile }: Certificates, ports: Ports): string => `
keep_environment =
primary_hostname = mail.example
spool_directory = ${directory}/spool
log_file_path = ${directory}/log/%s
log_selector = +smtp_connection
local_interfaces = <; [127.0.0.1]:${ports.starttls} ; [127.0.0.1]:${ports.ssl} ; [127.0.0.1]:${ports.plain}
tls_on_connect_ports = ${ports.ssl}
tls_advertise_hosts = \${if eq{$received_port}{${ports.plain}}{}{*}}
auth_advertise_hosts = \${if eq{$received_port}{${ports.plain}}{}{*}}
tls_certificate = ${certificateFile}
tls_privatekey = ${keyFile}
host_lookup =
acl_smtp_rcpt = recipient
acl_smtp_data = accept

begin acl
recipient:
  deny local_parts = nobody
       message = no such user
  defer local_parts = later
        message = come again
  accept

begin routers
all:
  driver = accept
  transport = file

begin transports
file:
  driver = appendfile
  directory = ${directory}/mail
  maildir_format
  envelope_to_add
  return_path_add
  batch_max = 100
  user = ${process.getuid?.() === 0 ? 'Debian-exim' : (process.getuid?.() ?? '')}

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = \${if and{{eq{$auth2}{${LOGIN.user}}}{eq{$auth3}{${LOGIN.password}}}}}
  server_set_id = $auth2
`;

/** A message as the server has put it into a mailbox. */
export interface DeliveredMail {
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly mail: ReadPart;
}

/** Waits until something is there, at most ten seconds. */
async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`waited in vain for ${what}`);
}

const answers = (port: number): Promise<true | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true)).once('close', () => resolve(undefined));
    socket.on('data', () => socket.destroy()).on('error', () => socket.destroy());
  });

/** Exim on ports of its own, which puts all mail into one directory. */
export class EximServer {
  static readonly packages = { 'exim4-daemon-light': EXIM, ...OPENSSL };
  readonly ports: Ports;
  /** Of the authority whose certificates the server has. */
  readonly authority: string;
  readonly #directory: string;
  readonly #process: ChildProcess;

  private constructor(directory: string, process: ChildProcess, ports: Ports, authority: string) {
    this.#directory = directory;
    this.#process = process;
    this.ports = ports;
    this.authority = authority;
  }

  static async start(): Promise<EximServer> {
    const directory = mkdtempSync(join(tmpdir(), 'exim-'));
    for (const name of ['spool', 'log', 'mail', 'tls']) mkdirSync(join(directory, name));
    // The server works as a user of its own.
    for (const name of ['', 'spool', 'log', 'mail']) chmodSync(join(directory, name), 0o777);
    const certificates = makeCertificates(join(directory, 'tls'));
    chmodSync(certificates.keyFile, 0o644);
    const [starttls = 0, ssl = 0, plain = 0] = await freePorts(3);
    const ports = { starttls, ssl, plain };
    const file = join(directory, 'exim.conf');
    writeFileSync(file, configuration(directory, certificates, ports));
    const process = spawn(EXIM, ['-C', file, '-bdf'], { stdio: 'ignore', detached: true });
    const server = new EximServer(directory, process, ports, certificates.authority);
    try {
      await until(() => answers(plain), 'exim to answer');
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** So often clients have connected. */
  get connections(): number {
    const log = readFileSync(join(this.#directory, 'log', 'main'), 'utf8');
    return log.match(/ SMTP connection from .*connection count = /g)?.length ?? 0;
  }

  /** Takes the messages out of the mailbox once there are so many, those with the same subject as they came. */
  async take(count: number): Promise<DeliveredMail[]> {
    const files = await until(() => {
      const found = globSync(join(this.#directory, 'mail', 'new', '*'));
      return found.length >= count ? found.toSorted() : undefined;
    }, `${count} messages`);
    return files.map((path) => {
      const mail = readMail(readFileSync(path, 'latin1'));
      rmSync(path);
      const to = headerOf(mail, 'envelope-to')?.split(/,\s*/) ?? [];
      return { from: headerOf(mail, 'return-path')?.replace(/[<>]/g, ''), to: to.toSorted(), mail };
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    // With the processes that it has started for connections and deliveries.
    process.kill(-this.#process.pid!, 'SIGKILL');
    await ended;
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
