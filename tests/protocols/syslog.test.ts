import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SyslogRequest } from '../../src/service/protocols.ts';
import { sendSyslog } from '../../src/transport/syslog/syslog.ts';
import { Rsyslogd } from '../servers/rsyslogd.ts';
import { needs } from '../servers/needs.ts';
import { deliver } from '../support/deliver.ts';
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
