import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RsyslogRequest, SyslogRequest } from '../../src/service/protocols.ts';
import { sendRsyslog } from '../../src/transport/syslog/rsyslog.ts';
import { sendSyslog } from '../../src/transport/syslog/syslog.ts';
import { Rsyslogd } from '../servers/rsyslogd.ts';
import { needs } from '../servers/needs.ts';
import { deliver } from '../support/deliver.ts';
import { HOSTILE_BODIES, HOSTILE_CASES } from '../support/hostile-bodies.ts';
import { failureOf } from '../support/failures.ts';

describe('entries for rsyslogd (of the package rsyslog)', needs(Rsyslogd), () => {
  let log: Rsyslogd;
  beforeAll(async () => {
    log = await Rsyslogd.start();
  });
  afterAll(() => log.stop());

  const request = (text: string, rest: Partial<SyslogRequest> = {}): SyslogRequest => ({
    protocol: 'syslog',
    socketPath: log.socketPath,
    name: 'Apprise',
    facility: 'local3',
    severity: 'crit',
    namesProcess: true,
    toStderr: false,
    text,
    ...rest,
  });

  const remote = (text: string): RsyslogRequest => ({
    protocol: 'rsyslog',
    host: 'localhost',
    port: log.port,
    connectTimeoutSeconds: 5,
    facility: 'local3',
    severity: 'crit',
    namesProcess: true,
    text,
  });

  test('of this machine', async () => {
    await sendSyslog(request('first 日本語\nsecond'), undefined);
    expect(await log.entry('first')).toMatch(
      new RegExp(`local3.crit Apprise\\[${process.pid}\\]:.*first 日本語\nsecond`),
    );
    await sendSyslog(request('--version', { namesProcess: false, facility: 'user', severity: 'info' }), undefined);
    expect(await log.entry('--version')).toMatch(/user\.info Apprise:/);
  });

  test('of this machine, as long as they get', async () => {
    const text = 'word '.repeat(6000).trim();
    await sendSyslog(request(text), undefined);
    expect(await log.entry(text)).toMatch(/^\n?local3\.crit/);
  });

  const short = HOSTILE_CASES.filter(({ body }) => body.length < 1000);

  test.each(short)('a text with $name is one entry of this machine', async ({ name, body, arrives }) => {
    await sendSyslog(request(`${name}: ${body}`), undefined);
    const entry = await log.entry(`${name}: begin`);
    expect(entry).toMatch(/^local3\.crit Apprise\[\d+\]:\|<154>/);
    expect(entry.slice(entry.indexOf(`${name}: `))).toBe(`${name}: ${arrives.replaceAll('\0', '')}`);
  });

  test.each(short)('a text with $name is one entry of another machine', async ({ name, body, arrives }) => {
    await sendRsyslog(remote(`far ${name}: ${body}`), undefined);
    const entry = await log.entry(`far ${name}: begin`);
    expect(entry).toMatch(/^local3\.crit/);
    expect(entry).toContain(`<154>- ${process.pid} far ${name}: ${arrives.replaceAll('\0', '')}`);
  });

  test('a text that is too long', async () => {
    const text = HOSTILE_BODIES['a million letters']!;
    expect(await failureOf(sendSyslog(request(text), undefined))).toMatchObject({ code: 'invalid-message' });
    expect(await failureOf(sendRsyslog(remote(text), undefined))).toMatchObject({ code: 'invalid-message' });
  });

  test('a name that is not found in time', async () => {
    const sent = sendRsyslog({ ...remote('x'), host: 'no.such.host.invalid' }, Date.now() - 1);
    expect(await failureOf(sent)).toMatchObject({ code: 'timed-out' });
  });

  test('no log on this machine', async () => {
    const failure = await failureOf(sendSyslog(request('x', { socketPath: '/nonexistent/socket' }), undefined));
    expect(failure.code).toBe('service-failed');
  });

  test('of another machine, from a URL', async () => {
    expect(await deliver(`rsyslog://localhost:${log.port}/local5`, 'Disk', 'full 日本語\nsoon')).toBe(true);
    const entry = await log.entry('Disk: full');
    expect(entry).toContain('local5.info');
    expect(entry).toContain(`<174>- ${process.pid} Disk: full 日本語\nsoon`);
    expect(await deliver('rsyslog://no.such.host.invalid/local5', 'Disk', 'full')).toBe(false);
  });
});
