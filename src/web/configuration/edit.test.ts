import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/parse.ts';
import { defaultAsset } from '../../service/asset.ts';
import { createCatalog } from '../../service/load.ts';
import json from '../../services/json.ts';
import { hideSecrets, insertService } from './edit.ts';

const URL = 'json://new.example/a?+X=1';

const read = (content: string) =>
  parseConfiguration(content, undefined, { catalog: createCatalog([json]), asset: defaultAsset });

test.each([
  ['nothing', '', 'text'],
  ['a line without an end', 'home=json://localhost', 'text'],
  ['comments', '# mine\njson://localhost\n', 'text'],
  ['YAML without a list', 'version: 1\n', 'yaml'],
  ['a YAML list', 'urls:\n  - json://localhost\n', 'yaml'],
  ['a YAML list at the edge', 'version: 1\nurls:\n- json://localhost:\n    tag: home\ntag: all-of-us\n', 'yaml'],
  ['a YAML list with a comment', 'urls: # where to\n    - json://localhost\n', 'yaml'],
] as const)('a service is added to %s', (_, content, format) => {
  const before = read(content).entries.length;
  for (const tags of ['', 'garden, family']) {
    const { entries, problems } = read(insertService(content, format, URL, tags));
    expect(problems).toEqual([]);
    expect(entries).toHaveLength(before + 1);
    const added = entries.find(({ service }) => service.settings['host'] === 'new.example');
    expect(added?.tags.map(({ name }) => name)).toEqual(
      expect.arrayContaining(tags === '' ? [] : ['family', 'garden']),
    );
  }
});

const mask = (url: string): string => `${url.split(':', 1)[0]}://...`;

test('secrets are hidden wherever they stand', () => {
  const content = [
    '# json://kept.example',
    'urls:',
    '  - json://localhost:',
    '      - password: secret',
    '        tag: home',
    '        +X-Token: secret',
    '        +X-Note: |',
    '          secret',
    '      - {password: secret, tag: home}',
    '        "password": secret',
    '        to:',
    '          - secret',
    '  - "json://user:it\'s secret@localhost"',
    '  - json://localhost: {password: secret}',
  ].join('\n');
  const hidden = hideSecrets(content, 'yaml', mask);
  expect(hidden).not.toContain('secret');
  expect(hidden).toContain('tag: home');
  expect(hidden).toContain('- json://...');
});

test.each([
  ['home=json://user:secret@localhost', 'home=json://...'],
  ["json://user:it's secret@localhost", 'json://...****'],
  ['json://one.example, json://user:secret@localhost', 'json://...****'],
])('secrets of the line %s are hidden', (line, hidden) => {
  expect(hideSecrets(line, 'text', mask)).toBe(hidden);
});
