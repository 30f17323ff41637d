import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificates, OPENSSL } from './certificates.ts';
import { freePorts } from './ports.ts';
import { serverDirectory, ServerProcess, until } from './process.ts';

const NGIRCD = '/usr/sbin/ngircd';

/** The password of the server, and the key of its channel `#locked`. */
export const SERVER_PASSWORD = 's3cr3t-s3cr3t';
export const CHANNEL_KEY = 'k3y';

/** Somebody who is in some channels, and all lines heard there. */
export class Listener {
  readonly #socket: Socket;
  #heard = '';

  constructor(port: number, nick: string) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('data', (chunk: Buffer) => {
      this.#heard += chunk.toString();
      for (const [, id] of chunk.toString().matchAll(/^PING (\S+)/gm)) this.#socket.write(`PONG ${id}\r\n`);
    });
    this.#socket.write(`PASS ${SERVER_PASSWORD}\r\nNICK ${nick}\r\nUSER ${nick} 0 * :x\r\n`);
  }

  async join(...channels: readonly string[]): Promise<this> {
    await this.heard(' 001 ');
    for (const channel of channels) this.#socket.write(`JOIN ${channel}\r\n`);
    for (const channel of channels) await this.heard(`${channel.split(' ')[0]} :End of`);
    return this;
  }

  /** Waits until a text was heard. */
  heard(text: string): Promise<string> {
    return until(() => (this.#heard.includes(text) ? this.#heard : undefined), text);
  }

  /** Says something until it is answered well: those it is said to may still be on their way. */
  async asks(line: string, answer: RegExp): Promise<void> {
    await until(async () => {
      this.#socket.write(`${line}\r\n`);
      await sleep(100);
      return answer.test(this.#heard) || undefined;
    }, String(answer));
  }

  forget(): void {
    this.#heard = '';
  }

  async leave(): Promise<void> {
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }
}

/** Ngircd on ports of its own. */
export class Ngircd {
  static readonly packages = { ngircd: NGIRCD, ...OPENSSL };
  readonly ports: { readonly plain: number; readonly secure: number };
  readonly authority: string;
  readonly process: ServerProcess;

  private constructor(ports: Ngircd['ports'], authority: string, process: ServerProcess) {
    this.ports = ports;
    this.authority = authority;
    this.process = process;
  }

  static async start(): Promise<Ngircd> {
    const directory = serverDirectory('ngircd');
    const { certificateFile, keyFile, authority } = makeCertificates(directory);
    chmodSync(keyFile, 0o644);
    const [plain = 0, secure = 0] = await freePorts(2);
    const file = join(directory, 'ngircd.conf');
    writeFileSync(
      file,
      `[Global]
Name = irc.example.test
Info = test
Ports = ${plain}
Listen = 127.0.0.1
Password = ${SERVER_PASSWORD}
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 16
[Options]
DNS = no
Ident = no
PAM = no
Chroot =
[SSL]
Ports = ${secure}
CertFile = ${certificateFile}
KeyFile = ${keyFile}
[Channel]
Name = #locked
Key = ${CHANNEL_KEY}
Modes = k
`,
    );
    const process = new ServerProcess(directory, NGIRCD, ['-n', '-f', file]);
    await process.listening(secure);
    return new Ngircd({ plain, secure }, authority, process);
  }
}
