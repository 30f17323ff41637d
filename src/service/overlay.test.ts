import { describe, expect, test } from 'vitest';
import type { PythonValue } from '../text/python.ts';
import { defaultAsset } from './asset.ts';
import { defineService, field } from './index.ts';
import { createCatalog, createService, readUrl } from './load.ts';
import { overlay } from './overlay.ts';

const definition = defineService({
  id: 'demo',
  name: 'Demo',
  category: 'webhook',
  schemes: { plain: ['demo'] },
  url: '{token}/{targets}',
  fields: {
    token: field.secret('Token', { required: true }),
    targets: field.list('Targets', { aliases: ['to'] }),
    source: field.text('Source', { key: 'from', aliases: ['by'] }),
    level: field.integer('Level'),
    loud: field.flag('Loud', { default: true }),
    mode: field.choice('Mode', ['soft', 'hard'], { default: 'soft' }),
    headers: field.map('Headers', '+'),
  },
  requests: () => [],
});

const raw = (options: Readonly<Record<string, PythonValue>>): Record<string, unknown> =>
  overlay(definition, new Map(Object.entries(options)));

describe('options become settings', () => {
  type Options = Readonly<Record<string, PythonValue>>;

  test.each<[string, Options, Record<string, unknown>]>([
    ['their own names', { source: 'a' }, { source: 'a' }],
    ['names in URLs, which win', { from: 'b', source: 'a' }, { source: 'b' }],
    ['aliases, and text of numbers', { by: 5n }, { source: '5' }],
    ['names nobody knows', { unknown: 'x', x: 'y' }, {}],
    ['lists, which collect', { targets: ['a', 'b c'], to: 'd' }, { targets: 'a,b c,d' }],
    ['lists of more than text', { to: [1n, null, true, ['x']] }, { targets: '1' }],
    ['values of each kind', { level: 2.9, loud: 0n, mode: 'hard' }, { level: 2, loud: false, mode: 'hard' }],
    ['no values', { level: null, loud: null }, { level: undefined, loud: undefined }],
    ['switches', { verify: null, redirect: 'no' }, { verify: false, redirect: 'no' }],
    ['numbers', { retry: true, wait: 3n }, { retry: 1, wait: 3 }],
    ['words, of which others are refused later', { format: 5n, secure: true }, { format: null, secure: true }],
    ['what is percent-encoded', { user: 'a%40b', port: '81' }, { user: 'a@b', port: '81' }],
    ['pass and password', { pass: 'a', password: 'b' }, { password: 'b' }],
    ['pass for no password', { pass: 'a', password: null }, { password: 'a' }],
    [
      'marked pairs',
      { '+A': true, '+': [1n] },
      {
        '+': new Map([
          ['A', 'True'],
          ['', '[1]'],
        ]),
      },
    ],
    [
      'pairs beside a map',
      { headers: new Map([['B', 1.5]]), '+A': 'x' },
      {
        '+': new Map([
          ['B', '1.5'],
          ['A', 'x'],
        ]),
      },
    ],
    ['no map', { headers: null }, { '+': new Map() }],
  ])('%s', (_, options, expected) => expect(raw(options)).toEqual(expected));

  test.each<[string, Options]>([
    ['user', { user: 5n }],
    ['host', { host: true }],
    ['token', { token: ['a'] }],
    ['headers', { headers: 'x' }],
  ])('but not a %s of another kind', (name, options) => {
    expect(() => raw(options)).toThrow(expect.objectContaining({ code: 'invalid-field', field: name }));
  });

  test('that win over what the URL says', () => {
    const read = readUrl('demo://secret/one?mode=hard&+A=1&retry=2', createCatalog([definition]));
    const options = new Map<string, PythonValue>([
      ['mode', 'soft'],
      ['to', 'two, three'],
      ['retry', null],
    ]);
    const { settings } = createService(
      { ...read, raw: { ...read.raw, ...overlay(definition, options) } },
      defaultAsset,
    );
    expect(settings).toMatchObject({
      token: 'secret',
      mode: 'soft',
      targets: ['three', 'two'],
      headers: new Map([['A', '1']]),
    });
    expect(settings.options.retry).toBe(0);
  });
});
