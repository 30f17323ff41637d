import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { makeCertificates, OPENSSL } from './certificates.ts';
import { freePorts } from './ports.ts';
import { serverDirectory, ServerProcess, until } from './process.ts';

const PROSODY = '/usr/bin/prosody';

export const PASSWORD = 's3cr3t, s3cr3t=';
export const ROOMS = 'rooms.localhost';
/** Of all users. */
const USERS = ['ann', 'bob', 'carl'];

const field = (key: string, value: string): string => `<field var='${key}'><value>${value}</value></field>`;

/** Somebody who is there and in some rooms, and everything that is said to them. */
export class Listener {
  readonly #socket: TLSSocket;
  #heard = '';

  private constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    this.#socket.on('data', (chunk: Buffer) => (this.#heard += chunk.toString()));
  }

  static async start(port: number, user: string): Promise<Listener> {
    const listener = new Listener(port);
    const begin =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>";
    listener.say(begin);
    await listener.heard('</stream:features>');
    const login = Buffer.from(`\0${user}\0${PASSWORD}`).toString('base64');
    listener.say(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${login}</auth>`);
    await listener.heard('<success');
    listener.forget();
    listener.say(begin);
    await listener.heard('</stream:features>');
    listener.say(
      "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>home</resource></bind></iq>",
    );
    await listener.heard('<jid>');
    listener.say('<presence/>');
    return listener;
  }

  say(xml: string): void {
    this.#socket.write(xml);
  }

  /** Makes a room, which nobody enters without the password if there is one, and in which one may have to be asked to speak. */
  async makeRoom(name: string, { password = '', moderated = false } = {}): Promise<void> {
    const room = `${name}@${ROOMS}`;
    this.say(`<presence to='${room}/owner'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    await this.heard("code='110'");
    const fields = [
      field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig'),
      field('muc#roomconfig_roomsecret', password),
      field('muc#roomconfig_passwordprotectedroom', password ? '1' : '0'),
      field('muc#roomconfig_moderatedroom', moderated ? '1' : '0'),
    ];
    const form = `<x xmlns='jabber:x:data' type='submit'>${fields.join('')}</x>`;
    this.say(
      `<iq type='set' id='${name}' to='${room}'><query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query></iq>`,
    );
    await this.heard(new RegExp(`<iq[^>]* id='${name}'`));
  }

  /** Waits until something was heard, and gives all that was. */
  heard(text: string | RegExp): Promise<string> {
    const matches = (): boolean => (typeof text === 'string' ? this.#heard.includes(text) : text.test(this.#heard));
    return until(() => (matches() ? this.#heard : undefined), `${text} in ${this.#heard.slice(-2000)}`);
  }

  forget(): void {
    this.#heard = '';
  }

  async leave(): Promise<void> {
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }
}

/** Prosody on ports of its own, for one domain with rooms; it keeps passwords as they are, or a hash of them. */
export class Prosody {
  static readonly packages = { prosody: PROSODY, ...OPENSSL };
  readonly ports: { readonly starttls: number; readonly tls: number };
  readonly authority: string;
  readonly process: ServerProcess;

  private constructor(ports: Prosody['ports'], authority: string, process: ServerProcess) {
    this.ports = ports;
    this.authority = authority;
    this.process = process;
  }

  static async start(store: 'internal_plain' | 'internal_hashed', { encryption = false } = {}): Promise<Prosody> {
    const directory = serverDirectory('prosody');
    const { certificateFile, keyFile, authority } = makeCertificates(directory);
    const [starttls = 0, tls = 0] = await freePorts(2);
    const accounts = join(directory, 'data', 'localhost', 'accounts');
    mkdirSync(accounts, { recursive: true });
    for (const user of USERS) writeFileSync(join(accounts, `${user}.dat`), `return { password = "${PASSWORD}" };\n`);
    const file = join(directory, 'prosody.cfg.lua');
    writeFileSync(
      file,
      `daemonize = false
run_as_root = true
data_path = "${join(directory, 'data')}"
pidfile = "${join(directory, 'pid')}"
log = { debug = "*console" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${starttls} }
c2s_direct_tls_ports = { ${tls} }
c2s_direct_tls_ssl = { certificate = "${certificateFile}", key = "${keyFile}" }
s2s_ports = { }
modules_enabled = { "disco", "offline", "ping", "posix", "roster", "saslauth", "tls" }
modules_disabled = { "s2s" }
c2s_require_encryption = ${encryption}
authentication = "${store}"
ssl = { certificate = "${certificateFile}", key = "${keyFile}" }
VirtualHost "localhost"
Component "${ROOMS}" "muc"
  muc_room_locking = false
`,
    );
    const process = new ServerProcess(directory, PROSODY, ['--config', file, '-F']);
    await process.listening(starttls);
    await process.listening(tls);
    return new Prosody({ starttls, tls }, authority, process);
  }
}
