import { readFileSync, writeFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './ports.ts';
import { serverDirectory, ServerProcess, until } from './process.ts';

const RSYSLOGD = '/usr/sbin/rsyslogd';

const END = '|end of entry|';

/** Rsyslogd with a port and a socket of its own, which writes all entries into one file. */
export class Rsyslogd {
  /** With the program that writes to the log of this machine. */
  static readonly packages = { rsyslog: RSYSLOGD, bsdutils: '/usr/bin/logger' };
  readonly port: number;
  readonly socketPath: string;
  readonly #file: string;
  readonly #process: ServerProcess;

  private constructor(directory: string, port: number) {
    this.port = port;
    this.socketPath = join(directory, 'socket');
    this.#file = join(directory, 'log');
    const configuration = join(directory, 'rsyslog.conf');
    writeFileSync(
      configuration,
      `$EscapeControlCharactersOnReceive off
$MaxMessageSize 64k
$WorkDirectory ${directory}
module(load="imudp")
input(type="imudp" address="127.0.0.1" port="${port}")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="${this.socketPath}" CreatePath="on")
template(name="own" type="string" string="%syslogfacility-text%.%syslogseverity-text% %syslogtag%|%rawmsg%${END}\\n")
action(type="omfile" file="${this.#file}" template="own")
`,
    );
    const words = ['-n', '-f', configuration, '-i', join(directory, 'pid')];
    this.#process = new ServerProcess(directory, RSYSLOGD, words);
  }

  static async start(): Promise<Rsyslogd> {
    const [port = 0] = await freePorts(1);
    const log = new Rsyslogd(serverDirectory('rsyslogd'), port);
    await until(() => existsSync(log.socketPath) || undefined, 'rsyslogd');
    return log;
  }

  /** Waits for an entry that holds a text. */
  entry(text: string): Promise<string> {
    const entries = (): string[] => (existsSync(this.#file) ? readFileSync(this.#file, 'utf8').split(`${END}\n`) : []);
    return until(() => entries().find((entry) => entry.includes(text)), `an entry with ${text.slice(0, 20)}`);
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}
