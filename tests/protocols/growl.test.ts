import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { GrowlNotification } from '../../src/service/protocols.ts';
import { sendGrowl } from '../../src/transport/growl/send.ts';
import { deliver } from '../support/deliver.ts';
import { HOSTILE_CASES } from '../support/hostile-bodies.ts';
import { failureOf } from '../support/failures.ts';
import { TalkingServer } from '../support/talking-server.ts';

const PASSWORD = 's3cr3t';

/** Whether a request proves that its sender knows the password. */
function isProven(request: string): boolean {
  const [, hash, salt = ''] = /^GNTP\/1\.0 \w+ NONE MD5:(\w+)\.(\w+)\r\n/.exec(request) ?? [];
  const key = createHash('md5').update(PASSWORD).update(Buffer.from(salt, 'hex')).digest();
  return createHash('md5').update(key).digest('hex') === hash;
}

/** Debian's growl-for-linux needs a display and takes any password: this server checks it. */
const answer = (request: string): string | undefined => {
  if (!request.endsWith(request.startsWith('GNTP/1.0 REGISTER ') ? 'Enabled: True\r\n\r\n' : '\r\n\r\n'))
    return undefined;
  if (isProven(request)) return 'GNTP/1.0 -OK NONE\r\nResponse-Action: REGISTER\r\n\r\n';
  return 'GNTP/1.0 -ERROR NONE\r\nError-Code: 400\r\nError-Description: not authorized\r\n\r\n';
};

let server: TalkingServer;
afterEach(() => server.stop());

test('an application is registered and notifies', async () => {
  server = new TalkingServer(answer);
  const url = `growl://${PASSWORD}@localhost:${await server.start()}?priority=high`;
  expect(await deliver(url, 'Disk', 'full\r\nsoon')).toBe(true);
  const [registration = '', notification = ''] = server.heard.split(/(?=GNTP\/1\.0 NOTIFY)/);
  expect(registration).toMatch(
    /^GNTP\/1\.0 REGISTER .*\r\nApplication-Name: Apprise\r\nNotifications-Count: 1\r\n\r\nNotification-Name: New Messages\r\n/,
  );
  expect(notification).toContain('\r\nNotification-Title: Disk\r\nNotification-Text: full\nsoon\r\n');
  expect(notification).toContain('\r\nNotification-Priority: 1\r\n');
  expect(notification).toMatch(/\r\nNotification-Icon: https:\/\/.*\.png\r\n\r\n$/);
});

const notification = (port: number, rest: Partial<GrowlNotification> = {}): GrowlNotification => ({
  protocol: 'growl',
  call: 'notify',
  host: 'localhost',
  port,
  secure: false,
  verify: true,
  connectTimeoutSeconds: 1,
  readTimeoutSeconds: 0.3,
  password: PASSWORD,
  application: 'Apprise',
  kind: 'New Messages',
  title: 'Disk',
  text: 'full',
  iconUrl: undefined,
  sticky: false,
  priority: 0,
  ...rest,
});

test.each([
  ['a wrong password', answer, 'unauthorized'],
  ['a server that says nothing', () => undefined, 'timed-out'],
  ['a server that says something else', () => 'HTTP/1.1 400 Bad Request\r\n\r\n', 'refused'],
  ['a server that never ends', () => 'x'.repeat(1_000_000), 'service-failed'],
] as const)('%s', async (_, says, code) => {
  server = new TalkingServer(says);
  const failure = await failureOf(sendGrowl(notification(await server.start(), { password: 'wr0ng' }), undefined));
  expect(failure.code).toBe(code);
  expect(failure.message).not.toContain('wr0ng');
});

test('what stands in a header stays there', async () => {
  server = new TalkingServer(answer);
  await sendGrowl(notification(await server.start(), { title: 'a\r\nNotification-Sticky: True\r\n\r\nb' }), undefined);
  expect(server.heard).toContain('Notification-Title: a\nNotification-Sticky: True\n\nb\r\n');
});

/** The headers of a request, read as strictly as GNTP has it: lines end with CRLF, and the first empty one ends them. */
function headersOf(request: string): Map<string, string> {
  const [, ...lines] = request.slice(0, request.indexOf('\r\n\r\n')).split('\r\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
}

test.each(HOSTILE_CASES)('a title and a text with $name', async ({ body, arrives }) => {
  server = new TalkingServer(answer);
  await sendGrowl(notification(await server.start(), { title: body, text: body }), undefined);
  const headers = headersOf(server.heard);
  const told = arrives.replace(/\r\n?/g, '\n').replaceAll('\0', '');
  expect([...headers.keys()]).toEqual([
    'Application-Name',
    'Notification-Name',
    'Notification-Title',
    'Notification-Text',
    'Notification-Sticky',
    'Notification-Priority',
  ]);
  expect(headers.get('Notification-Title') === told && headers.get('Notification-Text') === told).toBe(true);
  expect(server.heard.endsWith('Priority: 0\r\n\r\n')).toBe(true);
});
