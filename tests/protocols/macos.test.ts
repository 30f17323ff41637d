import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MacRequest } from '../../src/service/protocols.ts';
import { sendMac } from '../../src/transport/desktop/macos.ts';
import { failureOf } from '../support/failures.ts';
import { StandIn, standInDirectory } from '../support/stand-in.ts';

const directory = standInDirectory();

const HOSTILE = `$0"; touch ${join(directory, 'forged')} #$(touch ${join(directory, 'forged')})\r\n\`id\` %PATH% 日本語`;

const request = (rest: Partial<MacRequest> = {}): MacRequest => ({
  protocol: 'macos',
  title: 'Disk',
  text: 'full',
  clickUrl: undefined,
  sound: undefined,
  iconUrl: undefined,
  ...rest,
});

test('the words of the first program that is there', async () => {
  const program = new StandIn(directory);
  const rest = { text: HOSTILE, sound: 'Ping', iconUrl: 'https://example.com/i.png' };
  const sent = sendMac(request(rest), undefined, [join(directory, 'missing'), program.path, '/bin/false']);
  expect(await sent).toMatchObject({ ok: true });
  const options = ['-title', 'Disk', '-sound', 'Ping', '-appIcon', 'https://example.com/i.png'];
  expect(program.words).toEqual(['-message', HOSTILE, ...options]);
  expect(program.input).toBe('');
  expect(existsSync(join(directory, 'forged'))).toBe(false);
});

test('texts are neither options nor lists', async () => {
  const program = new StandIn(directory);
  await sendMac(request({ title: '-execute', text: '[1]\0\uD800' }), undefined, [program.path]);
  expect(program.words).toEqual(['-message', '\\[1]\uFFFD', '-title', '\\-execute']);
});

test('one with a link may stay', async () => {
  const program = new StandIn(directory, 'exec sleep 60');
  await sendMac(request({ clickUrl: 'https://example.com/' }), undefined, [program.path]);
  expect(program.words.slice(-2)).toEqual(['-open', 'https://example.com/']);
  await program.ended();
  const late = sendMac(request({ clickUrl: 'https://example.com/' }), Date.now() + 300, [program.path]);
  expect(await failureOf(late)).toMatchObject({ code: 'timed-out' });
  await program.ended();
});

test('one that does not end is ended', async () => {
  const program = new StandIn(directory, 'trap "" TERM\nexec sleep 60');
  const failure = await failureOf(sendMac(request(), Date.now() + 300, [program.path]));
  expect(failure).toMatchObject({ code: 'timed-out', message: `${program.path} did not end in time` });
  await program.ended();
});

test('one that fails', async () => {
  const program = new StandIn(directory, 'echo "no\nluck" >&2; exit 3');
  expect(await failureOf(sendMac(request(), undefined, [program.path]))).toMatchObject({
    code: 'service-failed',
    message: `${program.path} has failed (3): no luck`,
  });
});

test('a text that is too long for a word', async () => {
  const program = new StandIn(directory);
  const failure = await failureOf(sendMac(request({ text: 'x'.repeat(1_048_576) }), undefined, [program.path]));
  expect(failure).toMatchObject({ code: 'unreachable' });
});

test('no program', async () => {
  expect(await failureOf(sendMac(request(), undefined, [join(directory, 'missing')]))).toMatchObject({
    code: 'unreachable',
    message: 'terminal-notifier is not installed on this machine',
  });
});
