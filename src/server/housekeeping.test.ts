import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readSettings } from './environment.ts';
import { Housekeeping } from './housekeeping.ts';
import { createLog } from './log.ts';

it('removes what a killed server left, and nothing else', async () => {
  const root = mkdtempSync(join(tmpdir(), 'apprise-test-'));
  const attach = join(root, 'attach');
  mkdirSync(attach);
  const old = '00000000-0000-4000-8000-000000000001';
  const recent = '00000000-0000-4000-8000-000000000002';
  for (const name of [old, recent, 'notes.txt']) writeFileSync(join(attach, name), '');
  for (const name of [old, 'notes.txt']) utimesSync(join(attach, name), 0, 0);
  const shard = join(root, 'config', 'ab');
  mkdirSync(shard, { recursive: true });
  for (const name of [`${old}.tmp`, `${recent}.tmp`, 'c0ffee.text']) writeFileSync(join(shard, name), '');
  for (const name of [`${old}.tmp`, 'c0ffee.text']) utimesSync(join(shard, name), 0, 0);
  const settings = readSettings({ APPRISE_CONFIG_DIR: join(root, 'config'), APPRISE_ATTACH_DIR: attach });
  const housekeeping = new Housekeeping(settings, createLog('INFO', vi.fn()));
  await vi.waitFor(() => expect(readdirSync(attach)).toEqual([recent, 'notes.txt']));
  await vi.waitFor(() => expect(readdirSync(shard)).toEqual([`${recent}.tmp`, 'c0ffee.text']));
  housekeeping.stop();
  rmSync(root, { recursive: true });
});
