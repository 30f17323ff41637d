import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { Packages } from './needs.ts';

/** A certificate, its key, and the authority it is from, made anew. */
export interface Certificates {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly authority: string;
}

const NEW_KEY = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2';

/** What makes them. */
export const OPENSSL: Packages = { openssl: '/usr/bin/openssl' };

/** Makes certificates for hosts in a directory, by the command line of OpenSSL. */
export function makeCertificates(directory: string, hosts: readonly string[] = ['localhost']): Certificates {
  const openssl = (words: string): void =>
    void execFileSync('openssl', words.split(' '), { cwd: directory, stdio: 'ignore' });
  openssl(`${NEW_KEY} -keyout authority.key -out authority.crt -subj /CN=authority`);
  openssl(
    `${NEW_KEY} -keyout server.key -out server.crt -subj /CN=${hosts[0]} -CA authority.crt -CAkey authority.key ` +
      `-addext subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`,
  );
  return {
    certificateFile: join(directory, 'server.crt'),
    keyFile: join(directory, 'server.key'),
    authority: readFileSync(join(directory, 'authority.crt'), 'utf8'),
  };
}
