import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates, OPENSSL } from './certificates.ts';
import { freePorts } from './ports.ts';
import { serverDirectory, ServerProcess } from './process.ts';

const MOSQUITTO = '/usr/sbin/mosquitto';

const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

export const LOGIN = { user: 'ann', password: 's3cr3t-s3cr3t' } as const;

/** Mosquitto on ports of its own, open to all or to one login; it logs every message. */
export class Mosquitto {
  static readonly packages = { mosquitto: MOSQUITTO, 'mosquitto-clients': '/usr/bin/mosquitto_sub', ...OPENSSL };
  readonly ports: { readonly open: number; readonly login: number; readonly secure: number };
  readonly authority: string;
  readonly process: ServerProcess;

  private constructor(ports: Mosquitto['ports'], authority: string, process: ServerProcess) {
    this.ports = ports;
    this.authority = authority;
    this.process = process;
  }

  static async start(): Promise<Mosquitto> {
    const directory = serverDirectory('mosquitto');
    const { certificateFile, keyFile, authority } = makeCertificates(directory);
    chmodSync(keyFile, 0o644);
    const [open = 0, login = 0, secure = 0] = await freePorts(3);
    const passwords = join(directory, 'passwords');
    execFileSync('mosquitto_passwd', ['-b', '-c', passwords, LOGIN.user, LOGIN.password]);
    chmodSync(passwords, 0o644);
    const file = join(directory, 'mosquitto.conf');
    const listeners = [
      `listener ${open} 127.0.0.1\nallow_anonymous true`,
      `listener ${login} 127.0.0.1\nallow_anonymous false\npassword_file ${passwords}`,
      `listener ${secure} 127.0.0.1\nallow_anonymous true\ncertfile ${certificateFile}\nkeyfile ${keyFile}`,
    ];
    writeFileSync(file, ['per_listener_settings true', ...listeners].join('\n'));
    const process = new ServerProcess(directory, MOSQUITTO, ['-v', '-c', file]);
    await process.listening(secure);
    return new Mosquitto({ open, login, secure }, authority, process);
  }

  /** The message that the broker keeps for a topic. */
  retained(topic: string): string {
    const words = ['-p', String(this.ports.open), '-t', topic, '-C', '1', '-W', '5', '-N'];
    return execFileSync('mosquitto_sub', words, { encoding: 'utf8', maxBuffer: MAX_PAYLOAD_BYTES });
  }
}
