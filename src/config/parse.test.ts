import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultAsset } from '../service/asset.ts';
import { createCatalog } from '../service/load.ts';
import { formatUrl } from '../service/write.ts';
import json from '../services/json.ts';
import type { ConfigFormat } from './detect.ts';
import { parseConfiguration, type Configuration } from './parse.ts';

const catalog = createCatalog([json]);
const parse = (content: string, format?: ConfigFormat): Configuration =>
  parseConfiguration(content, format, { catalog, asset: defaultAsset });

/** Services as `tags host`. */
const services = ({ entries }: Configuration): string[] =>
  entries.map(({ service, tags }) =>
    [
      tags
        .map(({ name, priority, explicit }) => (explicit ? `${priority}:${name}` : name))
        .toSorted()
        .join(),
      service.settings['host'],
    ].join(' '),
  );
const problems = (configuration: Configuration): (number | undefined)[] =>
  configuration.problems.map(({ line }) => line);

describe('a TEXT configuration', () => {
  test('lists services with tags, groups and includes', () => {
    const configuration = parse(
      `# all of them
json://one.example
a, B = json://two.example   # a fragment of the URL
  2:c=JSON://three.example?a=b
include ./other.cfg
INCLUDE http://c.example/x?a=b
team = a c
all-teams = team`,
      'text',
    );
    expect(configuration).toMatchObject({ format: 'text', problems: [] });
    expect(services(configuration)).toEqual([' one.example', 'a,all-teams,b,team two.example', '2:c three.example']);
    expect(configuration.includes.map(({ location }) => location)).toEqual(['./other.cfg', 'http://c.example/x?a=b']);
  });

  test('loses only the lines that go wrong', () => {
    const configuration = parse('json://one.example\njson://\nx://y\na:2=json://two.example\nsome words\ng= ');
    expect(services(configuration)).toEqual([' one.example']);
    expect(problems(configuration)).toEqual([2, 3, 4, 5, 6]);
  });

  test.each(['key: value', '[section]', 'json:/x', 'g=a.b', '=', 'ü'])('is none with a line %j', (line) => {
    const configuration = parse(`json://one.example\n${line}`, 'text');
    expect(services(configuration)).toEqual([]);
    expect(problems(configuration)).toEqual([2]);
  });

  test('may have groups in each other', () => {
    const configuration = parse('a = b x\nb = a y\nc = c x\nx = json://one.example\nc = json://two.example', 'text');
    expect(services(configuration)).toEqual(['a,b,c,x one.example', 'c two.example']);
  });

  test('takes time in proportion to its length', () => {
    const started = performance.now();
    for (const line of [' '.repeat(100_000), '\r'.repeat(100_000), 'a '.repeat(50_000), `${' a'.repeat(50_000)}=!`]) {
      parse(`${line}!`, 'text');
      parse(line);
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a YAML configuration', () => {
  test('lists URLs with options below and beside them', () => {
    const configuration = parse(`
urls:
  - json://one.example
  - json://two.example:
      tag: [a, b]
      +X-Key: yes
      retry: 3
    format: html
  - json://three.example:
      - tag: c
      - tags: 2:d
        method: put
    tag: e
`);
    expect(configuration.problems).toEqual([]);
    expect(services(configuration)).toEqual([' one.example', 'a,b two.example', 'c three.example', 'e three.example']);
    expect(configuration.entries.map(({ service }) => formatUrl(service).replace(/^[^?]*/, ''))).toEqual([
      '?method=POST&format=text&overflow=upstream&retry=0&wait=0.5&optional=no',
      '?method=POST&format=html&overflow=upstream&retry=3&wait=0.5&optional=no&%2BX-Key=True',
      '?method=POST&format=text&overflow=upstream&retry=0&wait=0.5&optional=no',
      '?method=PUT&format=text&overflow=upstream&retry=0&wait=0.5&optional=no',
    ]);
  });

  test('has tags for all, groups and includes', () => {
    const configuration = parse(`
tag: x
groups:
  - team: [a, c]
    all, every: team
include: [./other.yml, 'http://c.example/x, http://d.example/y', {e.yml: options}]
urls:
  - json://one.example: {tag: a}
  - json://two.example
`);
    expect(services(configuration)).toEqual(['a,all,every,team,x one.example', 'x two.example']);
    expect(configuration.includes.map(({ location }) => location)).toEqual([
      './other.yml',
      'http://c.example/x',
      'http://d.example/y',
      'e.yml',
    ]);
  });

  test('changes the asset', () => {
    const configuration = parse(`
asset:
  app_id: ' Mine '
  image_url_logo: ~
  async_mode: no
  tz: Europe/Berlin
  default_html_color: '#fff'
  _secret: x
  5: x
urls: [json://one.example]
`);
    expect(configuration.changes).toEqual({
      appId: 'Mine',
      imageUrlLogo: '',
      parallel: false,
      timeZone: 'Europe/Berlin',
    });
    expect(configuration.entries[0]?.service.asset).toMatchObject({ appId: 'Mine', theme: 'default' });
    expect(configuration.problems).toHaveLength(3);
  });

  test('loses only the items that go wrong, and says where they are', () => {
    const configuration = parse(`urls:
  - json://one.example
  - json://
  - 5
  - 5: json://two.example
  - x://y:
      tag: a
  - json://two.example:
      user: 5
  - json://three.example: {tag: 'a:2'}
  - json://four.example: {5: x}
`);
    expect(services(configuration)).toEqual([' one.example', ' four.example']);
    expect(problems(configuration)).toEqual([3, 4, 5, 6, 8, 10]);
  });

  test.each([
    ['- json://one.example', undefined],
    ['version: 2\nurls: [json://one.example]', undefined],
    ['urls: []\n---\nurls: []', undefined],
    ['urls:\n  - json://one.example\n bad: x', 3],
    ['urls: [json://one.example]\nx: !secret y', 2],
    ['urls: [json://one.example]\nx: *secret', 2],
    [`x:${' ['.repeat(101)}`, 1],
  ])('is none if it is %j', (content, line) => {
    const configuration = parse(content, 'yaml');
    expect(services(configuration)).toEqual([]);
    expect(problems(configuration)).toEqual([line]);
    expect(configuration.problems[0]?.message).not.toContain('secret');
  });

  test('may stand for a service by options alone', () => {
    expect(services(parse('urls: [{"json://": {host: one.example, pass: x}}]', 'yaml'))).toEqual([' one.example']);
  });
});

test('no text makes it throw, and no problem shows a secret', () => {
  const part = constantFrom(
    'urls:',
    ' - ',
    'json://u:hunter2@h',
    'hunter2',
    ': ',
    '\n',
    '  ',
    '[',
    '{',
    '"',
    '&a',
    '*a',
    '=',
    ',',
    '<<: ',
    'tag',
    '!!int ',
    '#',
  );
  assert(
    property(
      array(part).map((parts) => parts.join('')),
      constantFrom<ConfigFormat>('text', 'yaml'),
      (content, format) => {
        for (const { message } of parse(content, format).problems) expect(message).toMatch(/^((?!hunter2).)+$/);
      },
    ),
    { numRuns: 500 },
  );
});
