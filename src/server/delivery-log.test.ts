import { describe, expect, it } from 'vitest';
import { loadService, createCatalog } from '../service/load.ts';
import json from '../services/json.ts';
import { DeliveryLog, formatTime } from './delivery-log.ts';

const service = loadService('json://localhost', { catalog: createCatalog([json]) });

it('formats local time to the millisecond', () => {
  const moment = new Date(2026, 10, 25, 15, 2, 9, 7).getTime();
  expect(formatTime(moment)).toBe('2026-11-25 15:02:09,007');
  expect(formatTime(moment + 993)).toBe('2026-11-25 15:02:10,000');
});

function record(threshold: 'INFO' | 'WARNING'): DeliveryLog {
  const log = new DeliveryLog(threshold, () => 0);
  log.observe({ kind: 'started', count: 2 });
  log.observe({ kind: 'delivered', service, milliseconds: 1 });
  log.observe({ kind: 'failed', service, failure: { code: 'refused', reason: '<b>no\nmore</b>' } });
  return log;
}

describe('DeliveryLog', () => {
  it('says what happens, in order', () => {
    expect(record('INFO').lines.map(([level, , message]) => `${level} ${message}`)).toEqual([
      'INFO Notifying 2 service(s) with threads.',
      'INFO Sent JSON POST notification.',
      'WARNING Failed to send JSON POST notification: <b>no\nmore</b>',
    ]);
  });

  it('holds nothing that is less serious than wanted', () => {
    expect(record('WARNING').lines).toHaveLength(1);
  });

  it('tells who follows it every line once', () => {
    const log = new DeliveryLog('INFO');
    const told: string[] = [];
    log.add('INFO', 'before');
    log.follow(([, , message]) => told.push(message));
    log.add('DEBUG', 'unwanted');
    log.add('ERROR', 'after');
    expect(told).toEqual(['before', 'after']);
  });

  it('has one line of text an entry', () => {
    expect(record('WARNING').toText()).toMatch(
      /^\S+ \S+ \[WARNING\] apprise: Failed to send JSON POST notification: <b>no more<\/b>\n$/,
    );
  });

  it('shows entries as HTML without letting them be any', () => {
    expect(record('WARNING').toHtml()).toContain('&lt;b&gt;no\nmore&lt;/b&gt;');
    expect(new DeliveryLog('INFO').toHtml()).toBe('<ul class="logs"></ul>');
  });
});
