import { expect, it } from 'vitest';
import { createLog } from './log.ts';

it('writes one line an entry, whatever is in it', () => {
  const lines: string[] = [];
  const log = createLog('WARNING', (level, line) => lines.push(`${level}: ${line}`));
  log.write('INFO', 'not wanted');
  log.write('ERROR', 'it failed', { key: 'my-key', client: '::1', reason: 'a\nb key=x "q"', nothing: undefined });
  expect(lines).toEqual([
    expect.stringMatching(/^ERROR: \S+Z ERROR it failed key=my-key client=::1 reason="a\\nb key=x \\"q\\""\n$/),
  ]);
});
