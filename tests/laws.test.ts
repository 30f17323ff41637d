import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../src/engine/engine.ts';
import { limitsOf } from '../src/engine/prepare.ts';
import { detailsOf } from '../src/service/details.ts';
import { isPlural, keyOf, type Field } from '../src/service/fields.ts';
import { fillForm, writeForm } from '../src/service/form-url.ts';
import { createCatalog, loadService, type Service } from '../src/service/load.ts';
import type { AnyDefinition } from '../src/service/define.ts';
import { UrlError } from '../src/service/errors.ts';
import { shapeOf } from '../src/service/shape.ts';
import { formatUrl, identify } from '../src/service/write.ts';
import { definitions } from '../src/services/index.ts';
import { prepareText } from '../src/text/prepare.ts';
import { countCodePoints } from '../src/text/code-points.ts';
import { rulesOf } from '../src/engine/prepare.ts';
import { scriptedReply } from '../tools/conformance/wire/reply.ts';
import type { Rule } from '../tools/conformance/wire/rule.ts';
import { scriptedPorts } from '../tools/conformance/wire/script.ts';
import { SERVICES_DIRECTORY, vectorsOf } from './support/vectors.ts';

const catalog = createCatalog(definitions);

/** The services that the vectors of a definition load. */
const samplesOf = ({ id }: AnyDefinition): Service[] =>
  vectorsOf(id)
    .filter(({ refused }) => refused === undefined)
    .map(({ url }) => loadService(url, { catalog }));

/** The service a URL loads, or undefined where it is refused. */
function load(url: string): Service | undefined {
  try {
    return loadService(url, { catalog });
  } catch (error) {
    if (error instanceof UrlError) return undefined;
    throw error;
  }
}

/** What some services take for recipients and others do not, in more than one form. */
const ITEMS = [
  '+15551230009 | 15551230009 | (555) 123-0009 | 15551230001 | 5551230001 | 12345 | -100 | 0123456789abcdef',
  'ann@home.example | Ann<ann@home.example> | Bob Bee <bob@home.example> | cat+door@home.example',
  '#door | @ann | ann | door | *home | ^home | +C0DE | Ann:1 | UID_ann | OE1ABC | ECHOECHO | ! | % | # | x y',
].flatMap((line) => line.split(' | '));
const RECIPIENTS = fc.array(fc.constantFrom(...ITEMS), { minLength: 1, maxLength: 4 });

/** By what name a query adds to each of a definition's lists. */
const namesOfLists = ({ fields }: AnyDefinition): string[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    isPlural(field) ? [...(field.aliases ?? []), ...(field.undocumented ?? []), keyOf(name, field)].slice(0, 1) : [],
  );

const withQuery = (url: string, name: string, value: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;

const isSecret = (field: Field): boolean => (field.mask ?? (field.kind === 'secret' ? 'ends' : 'none')) !== 'none';

/** Secret settings as texts; short ones may well occur in a URL by chance. */
function secretsOf({ definition, settings }: Service): string[] {
  return Object.entries(definition.fields)
    .filter(([, field]) => isSecret(field) && !isPlural(field))
    .map(([name]) => settings[name])
    .filter((value): value is string => typeof value === 'string' && value.length > 4);
}

const OK: Rule = { status: 200, body: '{}' };

async function outcome(service: Service, rules: readonly Rule[]) {
  const script = scriptedPorts(rules, [], SERVICES_DIRECTORY);
  const report = await createEngine(script.ports).notify([{ service, tags: [] }], { title: 'Title', body: 'Body' });
  return { report, requests: script.requests };
}

/** What a text may repeat to make a pattern try all ways to divide it. */
const LONG_OF = ['0', '1', 'a', ' ', '-'];

/** Members by which services say what is wrong. */
const WORDS =
  'error errors message msg reason detail details description errmsg error_message error_description code errcode status result title data failures info desc'.split(
    ' ',
  );
const say = (word: unknown): string => JSON.stringify(Object.fromEntries(WORDS.map((name) => [name, word])));

/** How servers may say what they have heard. */
const ECHOES: readonly (readonly [status: number, write: (heard: string) => string])[] = [
  [500, (heard) => heard],
  [400, say],
  [200, say],
  [200, (heard) => say({ message: heard, description: heard, error: heard, code: 5 })],
  [200, (heard) => say([{ message: heard, error: heard, code: 5 }, heard])],
];

describe.each(definitions)('$id', (definition) => {
  const samples = samplesOf(definition);

  test('a written URL reads back to the same settings and identity', () => {
    for (const service of samples) {
      const written = formatUrl(service);
      const again = loadService(written, { catalog });
      expect(formatUrl(again)).toBe(written);
      expect(identify(again)).toBe(identify(service));
    }
  });

  test('a form filled with a service writes a URL that reads back to it', () => {
    for (const service of samples)
      expect(formatUrl(loadService(writeForm(fillForm(service)), { catalog }))).toBe(formatUrl(service));
  });

  test('whatever recipients a URL names, that which is written of it means the same', async () => {
    const names = namesOfLists(definition);
    const urls = vectorsOf(definition.id).flatMap(({ refused, url }) => (refused === undefined ? [url] : []));
    if (names.length === 0) return;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...urls),
        fc.constantFrom(...names),
        RECIPIENTS,
        async (url, name, recipients) => {
          const service = load(withQuery(url, name, recipients.join(',')));
          if (!service) return;
          const written = formatUrl(service);
          const again = loadService(written, { catalog });
          expect(formatUrl(again)).toBe(written);
          expect(identify(again)).toBe(identify(service));
          const [one, other] = await Promise.all([service, again].map((each) => outcome(each, [OK])));
          expect(other?.requests).toEqual(one?.requests);
        },
      ),
      { seed: 1, numRuns: 40 },
    );
  });

  test('a masked URL contains no secret', () => {
    for (const service of samples) {
      const masked = [formatUrl(service, { masked: true }), writeForm(fillForm(service), { masked: true })];
      for (const secret of secretsOf(service)) for (const url of masked) expect(url).not.toContain(secret);
    }
  });

  test('reads long texts soon, whatever field they are given for', () => {
    const url = vectorsOf(definition.id).find(({ refused }) => refused === undefined)!.url;
    for (const name of shapeOf(definition).queried.flatMap(({ queryNames }) => queryNames))
      for (const sign of LONG_OF) {
        const started = performance.now();
        load(withQuery(url, name, `${sign.repeat(20_000)}!`));
        expect({ name, soon: performance.now() - started < 1000 }).toEqual({ name, soon: true });
      }
  });

  test('its details name every field once, and every alias a field', () => {
    const { details } = detailsOf(definition) as {
      details: Record<'tokens' | 'args', Record<string, { alias_of?: unknown }>>;
    };
    const names = new Set([...Object.keys(details.tokens), ...Object.keys(details.args)]);
    for (const { alias_of: target } of Object.values(details.args))
      for (const name of [target ?? []].flat()) expect(names).toContain(name);
  });

  test('pieces keep the limits', () => {
    const body = 'word '.repeat(2000);
    for (const service of samples) {
      const limits = limitsOf(service);
      const rules = rulesOf(service);
      for (const mode of ['split', 'truncate'] as const)
        for (const piece of prepareText(
          { title: 'Title', body, format: 'text' },
          { rules, mode, emojis: false, escapes: false },
        )) {
          expect(countCodePoints(piece.body)).toBeLessThanOrEqual(limits.body);
          expect(countCodePoints(piece.title)).toBeLessThanOrEqual(Math.max(limits.title, 0));
        }
    }
  });

  const replies: [string, Rule][] = [
    ['a refusing status', { status: 500, body: 'no' }],
    ['an odd status', { status: 999, body: '' }],
    ['a silent target', { error: 'read_timeout' }],
    ['no connection', { error: 'connection' }],
    ['a body that is garbage', { status: 200, body: '<html>{[' }],
    ['a body of another shape', { status: 200, body: '[null, 1, {"a": []}]' }],
    ['an empty body', { status: 200, body: '' }],
  ];
  test.each(replies)('%s gives an outcome, never a throw', async (_, rule) => {
    for (const service of samples) {
      const { report } = await outcome(service, [rule]);
      expect(report.outcomes).toHaveLength(1);
      for (const { attempts } of report.outcomes)
        for (const { failures } of attempts)
          for (const { reason } of failures) {
            expect(reason).not.toBe('Unhandled Notification Exception');
            for (const secret of secretsOf(service)) expect(reason).not.toContain(secret);
          }
    }
  });

  test('a server that says all it has heard gives no secret away', async () => {
    for (const service of samples)
      for (const [status, write] of ECHOES) {
        const { ports } = scriptedPorts([OK], [], SERVICES_DIRECTORY);
        const send: typeof ports.http.send = async (request) => {
          const heard = [...secretsOf(service), JSON.stringify(request), 'x'.repeat(2000)].join(' ');
          return scriptedReply(status, {}, write(heard));
        };
        const engine = createEngine({ ...ports, http: { ...ports.http, send } });
        const { outcomes } = await engine.notify([{ service, tags: [] }], { title: 'Title', body: 'Body' });
        for (const { reason } of outcomes.flatMap(({ attempts }) => attempts.flatMap(({ failures }) => failures))) {
          expect(reason).toBeTypeOf('string');
          expect(reason.length).toBeLessThanOrEqual(1000);
          for (const secret of secretsOf(service)) expect(reason).not.toContain(secret);
        }
      }
  });

  test('the same message gives the same requests', async () => {
    for (const service of samples) {
      const [one, other] = await Promise.all([1, 2].map(() => outcome(service, [OK])));
      expect(other?.requests).toEqual(one?.requests);
    }
  });
});
