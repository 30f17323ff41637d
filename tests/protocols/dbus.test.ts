import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DesktopRequest } from '../../src/service/protocols.ts';
import { sendDesktop, socketPathOf } from '../../src/transport/dbus/send.ts';
import { startServer } from '../api/support.ts';
import { Desktop } from '../servers/desktop.ts';
import { needs } from '../servers/needs.ts';
import { serverDirectory } from '../servers/process.ts';
import { deliver } from '../support/deliver.ts';
import { failureOf } from '../support/failures.ts';
import { TalkingServer } from '../support/talking-server.ts';

const request = (rest: Partial<DesktopRequest> = {}): DesktopRequest => ({
  protocol: 'dbus',
  application: 'Example',
  summary: 'Disk',
  body: 'full',
  isMarkup: false,
  urgency: 1,
  icon: undefined,
  position: undefined,
  timeoutMilliseconds: undefined,
  ...rest,
});

describe('notifications on a desktop (of the packages dbus and python3-dbusmock)', needs(Desktop), () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await Desktop.start();
  });
  afterAll(() => desktop.stop());

  const send = (rest: Partial<DesktopRequest>, address = desktop.path) =>
    sendDesktop(request(rest), undefined, { sessionBusAddress: address });

  test('every argument', async () => {
    const rest = {
      urgency: 2,
      icon: 'dialog-error',
      position: { x: 5, y: 2 ** 40 },
      timeoutMilliseconds: 13_000,
    } as const;
    expect(await send({ ...rest, summary: 'Disk 日本語', body: 'one\ntwo' })).toMatchObject({ ok: true });
    expect(await desktop.notified('日本語')).toBe(
      `   string "Example"
   uint32 0
   string ""
   string "Disk 日本語"
   string "one
two"
   array [
   ]
   array [
      dict entry(
         string "urgency"
         variant             byte 2
      )
      dict entry(
         string "image-path"
         variant             string "dialog-error"
      )
      dict entry(
         string "x"
         variant             int32 5
      )
      dict entry(
         string "y"
         variant             int32 2147483647
      )
   ]
   int32 13000
`,
    );
  });

  test('as few as there can be, by way of an abstract socket', async () => {
    await send({ summary: 'bare', body: '', urgency: 0 }, `${desktop.abstract},guid=0123`);
    expect(await desktop.notified('"bare"')).toMatch(
      /^ {3}string "bare"\n {3}string ""\n {3}array \[\n {3}\]\n {3}array \[\n.*"urgency"\n.*byte 0\n.*\n {3}\]\n {3}int32 -1\n$/ms,
    );
  });

  test('a text is no markup, and markup is', async () => {
    await send({ summary: 'text', body: '1 < 2 & <b>3</b>' });
    expect(await desktop.notified('"text"')).toContain('"1 &lt; 2 &amp; &lt;b&gt;3&lt;/b&gt;"');
    await send({ summary: 'markup', body: '<b>3</b>', isMarkup: true });
    expect(await desktop.notified('"markup"')).toContain('"<b>3</b>"');
  });

  test('texts that others would choke on', async () => {
    await send({ summary: 'odd\r\nBEGIN\r\n\0\u202E\uD800', body: '\0\uDFFF\u200F"\r\n   int32 7' });
    const shown = await desktop.notified('odd');
    expect(shown).toContain('string "odd\r\nBEGIN\r\n\u202E\uFFFD"\n');
    expect(shown).toContain('string "\uFFFD\u200F"\r\n   int32 7"\n');
    expect(shown.endsWith('   int32 -1\n')).toBe(true);
    await send({ summary: 'long', body: 'x'.repeat(1_048_576) });
    expect((await desktop.notified('"long"')).length).toBeGreaterThan(1_048_576);
  });

  test.each([
    ['dbus://', '"Disk"\n   string "full of dbus"'],
    ['kde://?x=7&y=8&urgency=low', 'variant             byte 0'],
    ['glib://_/?image=no', 'int32 13000'],
    ['gio://', '"dialog-information"'],
    ['gnome://?priority=high', 'int32 -1'],
  ])('from %s', async (url, shown) => {
    const body = `full of ${url.split(':', 1)[0]}`;
    expect(await deliver(url, 'Disk', body, { sessionBusAddress: desktop.path })).toBe(true);
    expect(await desktop.notified(body)).toContain(shown);
  });

  test('from a server that is told where the desktop is', async () => {
    const server = await startServer({ DBUS_SESSION_BUS_ADDRESS: desktop.path });
    try {
      const { status } = await server.call('/notify', { json: { urls: 'glib://', body: 'from a server' } });
      expect(status).toBe(200);
      await desktop.notified('from a server');
    } finally {
      await server.close();
    }
  });

  test('nobody shows notifications', async () => {
    const bare = await Desktop.startBare();
    try {
      const failure = await failureOf(send({}, bare.path));
      expect(failure).toMatchObject({ code: 'unreachable', message: 'No program of the desktop shows notifications' });
    } finally {
      await bare.stop();
    }
  });
});

test.each([
  ['unix:path=/run/user/1000/bus', '/run/user/1000/bus'],
  ['unix:guid=01,path=/a%20b', '/a b'],
  ['unix:abstract=/tmp/dbus-1,guid=01', '\0/tmp/dbus-1'],
  ['tcp:host=localhost,port=1;unix:path=/other', '/other'],
  ['tcp:host=localhost,port=1', undefined],
  ['autolaunch:', undefined],
])('the socket of %s', (address, path) => expect(socketPathOf(address)).toBe(path));

const hasLeft = (heard: string): boolean => heard.includes('BEGIN');
const welcoming = (answer: string | Uint8Array) => (heard: string) => (hasLeft(heard) ? answer : 'OK 01\r\n');

describe('what is no desktop', () => {
  const directory = serverDirectory('no-desktop');
  const socketPath = join(directory, 'bus');
  const sessionBusAddress = `unix:path=${socketPath}`;
  afterAll(() => rmSync(directory, { recursive: true }));

  test('none at all', async () => {
    expect(await failureOf(sendDesktop(request(), undefined, { sessionBusAddress }))).toMatchObject({
      code: 'unreachable',
      message: `The desktop at ${socketPath} cannot be reached (ENOENT)`,
    });
    const elsewhere = { sessionBusAddress: 'tcp:host=localhost,port=1' };
    expect((await failureOf(sendDesktop(request(), undefined, elsewhere))).code).toBe('unreachable');
  });

  /** Messages of no fields: a signal, one that is too long, and one whose fields are none. */
  const signal = Buffer.from('6c040101000000000100000000000000', 'hex');
  const huge = Buffer.from('6c020101ffffff7f0100000000000000', 'hex');
  const broken = Buffer.concat([Buffer.from('6c020101000000000100000008000000', 'hex'), Buffer.alloc(8, 0xff)]);
  test.each([
    ['says nothing', () => undefined, 'timed-out'],
    ['refuses the user', () => 'REJECTED EXTERNAL\r\n', 'unauthorized'],
    ['is a web server', () => 'HTTP/1.1 400 Bad Request\r\n', 'service-failed'],
    ['says a line without an end', () => 'x'.repeat(300_000), 'service-failed'],
    ['says nothing once one is in', (heard: string) => (hasLeft(heard) ? undefined : 'OK 01\r\n'), 'timed-out'],
    ['says garbage', welcoming('HTTP/1.1 400 Bad Request\r\n'), 'service-failed'],
    ['says too much', welcoming(huge), 'service-failed'],
    ['breaks the rules', welcoming(broken), 'service-failed'],
    ['speaks to others', welcoming(Buffer.concat(Array<Buffer>(1000).fill(signal))), 'timed-out'],
  ] as const)('%s', async (_, answer, code) => {
    const server = new TalkingServer(answer);
    await server.startAt(socketPath);
    try {
      const started = Date.now();
      const failure = await failureOf(sendDesktop(request(), started + 500, { sessionBusAddress }));
      expect(failure.code).toBe(code);
      expect(Date.now() - started).toBeLessThan(2000);
      await vi.waitFor(() => expect(server.open).toBe(0));
    } finally {
      await server.stop();
    }
  });

  test('hangs up', async () => {
    for (const patience of [0, 1]) {
      const server = new TalkingServer((heard, socket) => {
        if (!hasLeft(heard) && patience === 1) return 'OK 01\r\n';
        socket.destroy();
        return undefined;
      });
      await server.startAt(socketPath);
      const failure = await failureOf(sendDesktop(request(), Date.now() + 5000, { sessionBusAddress }));
      expect(failure.code).toBe('unreachable');
      await server.stop();
    }
  });

  test('its time is over before it begins', async () => {
    const server = new TalkingServer(() => undefined);
    await server.startAt(socketPath);
    const failure = await failureOf(sendDesktop(request(), Date.now() - 1, { sessionBusAddress }));
    expect(failure.code).toBe('timed-out');
    await server.stop();
  });
});
