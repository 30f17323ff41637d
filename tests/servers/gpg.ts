import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The numbers of hashes in the status lines of gpg (RFC 9580, section 9.5). */
const HASHES: Readonly<Record<string, string>> = { 8: 'sha256', 9: 'sha384', 10: 'sha512' };

export interface KeyOptions {
  /** As gpg names algorithms and what keys are for. */
  readonly algorithm?: string;
  readonly use?: string;
  readonly passphrase?: string;
  /** As `--faked-system-time` takes it, for a key of the past. */
  readonly madeAt?: string;
  readonly expiresIn?: string;
}

/** GnuPG with a key ring of its own. */
export class Gpg {
  static readonly packages = { gnupg: '/usr/bin/gpg' };
  readonly #home = mkdtempSync(join(tmpdir(), 'gpg-'));

  constructor() {
    // Keys with a passphrase are made and read in no time, for they protect nothing.
    writeFileSync(join(this.#home, 'gpg-agent.conf'), 's2k-count 65536\n');
  }

  #run(words: readonly string[], input?: string | Uint8Array): Buffer {
    const known = ['--homedir', this.#home, '--batch', '--yes', '--no-tty', '--trust-model', 'always'];
    return execFileSync('gpg', [...known, ...words], { input: input ?? '', stdio: ['pipe', 'pipe', 'ignore'] });
  }

  /** Makes a key for an address. */
  make(address: string, options: KeyOptions = {}): void {
    const { algorithm = 'future-default', use = 'default', passphrase = '', madeAt, expiresIn = 'never' } = options;
    const time = madeAt === undefined ? [] : ['--faked-system-time', madeAt];
    const secret = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
    this.#run([...time, ...secret, '--quick-generate-key', `<${address}>`, algorithm, use, expiresIn]);
  }

  /** The key of an address, in text form or as bytes. */
  publicKey(address: string, isText = true): Buffer {
    return this.#run([...(isText ? ['--armor'] : []), '--export', address]);
  }

  privateKey(address: string, passphrase = ''): Buffer {
    const secret = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
    return this.#run([...secret, '--armor', '--export-secret-keys', address]);
  }

  revoke(address: string): void {
    const listed = this.#run(['--with-colons', '--list-keys', address]).toString();
    const fingerprint = /^fpr:+(\w+):/m.exec(listed)?.[1] ?? '';
    const file = join(this.#home, 'openpgp-revocs.d', `${fingerprint}.rev`);
    // A colon keeps such certificates from being used by mistake.
    this.#run(['--import'], readFileSync(file, 'utf8').replace(/^:---/m, '---'));
  }

  import(key: Uint8Array): void {
    this.#run(['--import'], key);
  }

  decrypt(message: Uint8Array): string {
    return this.#run(['--decrypt'], message).toString('latin1');
  }

  /** Whose signature it is and with which hash it was made; undefined if it is not good. */
  verify(content: string, signature: Uint8Array): { readonly signer: string; readonly hash: string } | undefined {
    const file = join(this.#home, 'signature');
    writeFileSync(file, signature);
    const { stdout } = spawnSync('gpg', ['--homedir', this.#home, '--status-fd', '1', '--verify', file, '-'], {
      input: Buffer.from(content, 'latin1'),
    });
    const signer = /^\[GNUPG:\] GOODSIG \w+ (.*)$/m.exec(stdout.toString())?.[1];
    const hash = /^\[GNUPG:\] VALIDSIG(?: \S+){7} (\d+)/m.exec(stdout.toString())?.[1];
    return signer === undefined || hash === undefined ? undefined : { signer, hash: HASHES[hash] ?? hash };
  }

  /** The name under which a directory publishes the key of an address. */
  directoryName(address: string): string {
    const listed = this.#run(['--with-wkd-hash', '--list-keys', address]).toString();
    return /^\s+(\w{32})@/m.exec(listed)?.[1] ?? '';
  }

  /** Ends the agent that holds the keys, and removes them. */
  stop(): void {
    execFileSync('gpgconf', ['--homedir', this.#home, '--kill', 'all']);
    rmSync(this.#home, { recursive: true, force: true });
  }
}
