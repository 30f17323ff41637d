import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './ports.ts';
import { serverDirectory, ServerProcess, unprivileged } from './process.ts';

const ZNC = '/usr/bin/znc';
const SALT = 'salt';

/** Who may come in. */
export const USER = { name: 'ann', password: 's3cr3t' } as const;

const configuration = (port: number, server: string): string => `Version = 1.8.2
<Listener l>
  Port = ${port}
  IPv4 = true
  IPv6 = false
  SSL = false
</Listener>
<User ${USER.name}>
  Nick = bouncer
  AltNick = bouncer_
  Ident = ann
  RealName = Ann
  <Network test>
    Server = ${server}
  </Network>
  <Pass password>
    Method = sha256
    Hash = ${createHash('sha256').update(`${USER.password}${SALT}`).digest('hex')}
    Salt = ${SALT}
  </Pass>
</User>
`;

/** Starts ZNC, which keeps one user on a server (host, port and password, as its configuration has them). */
export async function startZnc(server: string): Promise<{ readonly port: number; readonly process: ServerProcess }> {
  const directory = serverDirectory('znc');
  const [port = 0] = await freePorts(1);
  mkdirSync(join(directory, 'configs'));
  writeFileSync(join(directory, 'configs', 'znc.conf'), configuration(port, server));
  for (const name of ['configs', join('configs', 'znc.conf')]) chmodSync(join(directory, name), 0o777);
  const process = new ServerProcess(directory, ...unprivileged(ZNC, ['-f', '-d', directory]));
  return { port, process: await process.listening(port) };
}

export const Znc = { packages: { znc: ZNC } } as const;
