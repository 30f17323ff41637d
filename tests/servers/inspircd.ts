import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Listener } from './ngircd.ts';
import { freePorts } from './ports.ts';
import { serverDirectory, ServerProcess, unprivileged } from './process.ts';

const INSPIRCD = '/usr/sbin/inspircd';
const ATHEME = '/usr/bin/atheme-services';
const LINK_PASSWORD = 'l1nk';
const SERVICES = 'services.example.test';

/** Who has a nick of their own, and what they prove it with. */
export const OWNER = { nick: 'ann', password: 's3cr3t-s3cr3t' } as const;

const serverConfiguration = (plain: number, link: number): string => `
<server name="irc.example.test" description="test" network="test" id="97K">
<admin name="a" nick="a" email="a@example.test">
<bind address="127.0.0.1" port="${plain}" type="clients">
<bind address="127.0.0.1" port="${link}" type="servers">
<connect allow="*" timeout="60" flood="100" threshold="1000" commandrate="100000" localmax="100" globalmax="100" resolvehostnames="no" useident="no">
<module name="spanningtree"> <module name="services_account"> <module name="chghost"> <module name="hidechans">
<link name="${SERVICES}" ipaddr="127.0.0.1" allowmask="127.0.0.1" port="${link}" sendpass="${LINK_PASSWORD}" recvpass="${LINK_PASSWORD}">
<uline server="${SERVICES}" silent="yes">
<options prefixquit="Quit: "> <performance softlimit="100">
`;

const MODULES = [
  'protocol/inspircd',
  'backend/opensex',
  'crypto/pbkdf2v2',
  'nickserv/main',
  'nickserv/identify',
  'nickserv/register',
];

const servicesConfiguration = (link: number): string => `
${MODULES.map((name) => `loadmodule "modules/${name}";`).join('\n')}
serverinfo {
  name = "${SERVICES}"; desc = "services"; numeric = "00A"; recontime = 1; netname = "test"; hidehostsuffix = "test";
  adminname = "a"; adminemail = "a@example.test"; mta = "/bin/true"; loglevel = { error; info; network; }; maxlogins = 5; maxusers = 5;
  maxnicks = 5; maxchans = 5; emaillimit = 10; emailtime = 300; auth = none; casemapping = rfc1459;
};
uplink "irc.example.test" { host = "127.0.0.1"; port = ${link}; send_password = "${LINK_PASSWORD}"; receive_password = "${LINK_PASSWORD}"; };
nickserv { nick = "NickServ"; user = "NickServ"; host = "${SERVICES}"; real = "NickServ"; };
general { uflags = { }; commit_interval = 5; };
`;

/** InspIRCd with the services of Atheme, where one nick has an owner. */
export class Inspircd {
  static readonly packages = { inspircd: INSPIRCD, 'atheme-services': ATHEME };
  readonly port: number;
  readonly #server: ServerProcess;
  readonly #services: ServerProcess;

  private constructor(port: number, server: ServerProcess, services: ServerProcess) {
    this.port = port;
    this.#server = server;
    this.#services = services;
  }

  static async start(): Promise<Inspircd> {
    const directory = serverDirectory('inspircd');
    const [plain = 0, link = 0] = await freePorts(2);
    const file = join(directory, 'inspircd.conf');
    writeFileSync(file, serverConfiguration(plain, link));
    const [program, words] = unprivileged(INSPIRCD, ['--nofork', '--nopid', '--nolog', `--config=${file}`]);
    const server = await new ServerProcess(directory, program, words).listening(plain);
    const home = serverDirectory('atheme');
    const other = join(home, 'atheme.conf');
    writeFileSync(other, servicesConfiguration(link));
    chmodSync(other, 0o644);
    const log = join(home, 'log');
    const services = new ServerProcess(
      home,
      ...unprivileged(ATHEME, ['-n', '-c', other, '-D', home, '-l', log, '-p', join(home, 'pid')]),
    );
    const started = new Inspircd(plain, server, services);
    try {
      await started.#registerOwner();
    } catch (error) {
      await started.stop();
      throw new Error(server.output + services.output, { cause: error });
    }
    return started;
  }

  async #registerOwner(): Promise<void> {
    const owner = await new Listener(this.port, OWNER.nick).join();
    await owner.asks(`PRIVMSG NickServ :REGISTER ${OWNER.password} ann@example.test`, /is now registered/);
    await owner.leave();
  }

  async stop(): Promise<void> {
    await this.#services.stop();
    await this.#server.stop();
  }
}
