import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverDirectory, ServerProcess, until } from './process.ts';

const DBUS_DAEMON = '/usr/bin/dbus-daemon';
const DBUS_MONITOR = '/usr/bin/dbus-monitor';
const PYTHON = '/usr/bin/python3';

/** The session bus of a desktop, and all that is said to those who show notifications there. */
export class Desktop {
  static readonly packages = {
    dbus: DBUS_DAEMON,
    'python3-dbusmock': '/usr/lib/python3/dist-packages/dbusmock/templates/notification_daemon.py',
  };
  readonly path: string;
  readonly abstract: string;
  readonly #bus: ServerProcess;
  #others: ServerProcess[] = [];

  private constructor(directory: string) {
    this.path = `unix:path=${join(directory, 'bus')}`;
    this.abstract = `unix:abstract=${join(directory, 'abstract')}`;
    const configuration = join(directory, 'bus.conf');
    const kinds = ['method_call', 'method_return', 'error', 'signal'];
    writeFileSync(
      configuration,
      `<busconfig><type>session</type><listen>${this.path}</listen><listen>${this.abstract}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow own="*"/><allow send_destination="*"/>
${kinds.map((kind) => `<allow receive_type="${kind}"/>`).join('')}</policy></busconfig>`,
    );
    this.#bus = new ServerProcess(directory, DBUS_DAEMON, ['--nofork', `--config-file=${configuration}`]);
  }

  /** A desktop without anybody who shows notifications. */
  static async startBare(): Promise<Desktop> {
    const directory = serverDirectory('desktop');
    const desktop = new Desktop(directory);
    await until(() => existsSync(join(directory, 'bus')) || undefined, 'the bus');
    return desktop;
  }

  static async start(): Promise<Desktop> {
    const desktop = await Desktop.startBare();
    const environment = { ...process.env, DBUS_SESSION_BUS_ADDRESS: desktop.path };
    const run = (name: string, program: string, words: readonly string[]): ServerProcess => {
      const other = new ServerProcess(serverDirectory(name), program, words, environment);
      desktop.#others.push(other);
      return other;
    };
    const monitor = run('monitor', DBUS_MONITOR, ['--session']);
    run('notifications', PYTHON, ['-m', 'dbusmock', '--session', '--template', 'notification_daemon']);
    await monitor.written(/member=RequestName\n {3}string "org\.freedesktop\.Notifications"/);
    return desktop;
  }

  /** Waits until something was notified that has a text in it, and gives its arguments as dbus-monitor writes them. */
  async notified(text: string): Promise<string> {
    const [monitor] = this.#others;
    return until(
      () =>
        monitor?.output
          .split(/^(?=(?:method|signal|error))/m)
          .find((message) => message.includes('member=Notify\n') && message.includes(text))
          ?.replace(/^.*\n/, ''),
      `a notification with ${text.slice(0, 20)}`,
    );
  }

  async stop(): Promise<void> {
    for (const process of [...this.#others, this.#bus]) await process.stop();
  }
}
