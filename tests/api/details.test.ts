import { expect, it } from 'vitest';
import { lackOf } from '../../src/transport/protocols.ts';
import { startServer } from './support.ts';

interface Published {
  readonly service_name: string;
  readonly enabled?: boolean;
}

const published = (json: unknown): readonly Published[] => (json as { schemas: readonly Published[] }).schemas;

it('tells which services the machine is not made for, and leaves them out unless asked', async () => {
  const server = await startServer({ APPRISE_DENY_SERVICES: 'none' });
  try {
    const headers = { Accept: 'application/json' };
    const all = published((await server.call('/details?all=yes', { headers })).json);
    const some = published((await server.call('/details', { headers })).json).map(({ service_name }) => service_name);
    const isEnabled = (name: string) => all.find(({ service_name }) => service_name === name)?.enabled;
    const expected: readonly [name: string, enabled: boolean][] = [
      ['MacOSX Notification', process.platform === 'darwin'],
      ['Windows Notification', process.platform === 'win32'],
      ['blink(1)', lackOf('blink1') === undefined],
      ['DBus Notification', true],
      ['GLib Notification', true],
      ['Gnome Notification', true],
    ];
    expect(expected.map(([name]) => [name, isEnabled(name)])).toEqual(expected);
    expect(expected.map(([name]) => [name, some.includes(name)])).toEqual(expected);
  } finally {
    await server.close();
  }
});
