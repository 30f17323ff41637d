import { describe, expect, test } from 'vitest';
import { createEngine } from '../src/engine/engine.ts';
import { UrlError } from '../src/service/errors.ts';
import { createCatalog, loadService, type Service } from '../src/service/load.ts';
import { formatUrl } from '../src/service/write.ts';
import { definitions } from '../src/services/index.ts';
import { scriptedPorts } from '../tools/conformance/wire/script.ts';
import { SERVICES_DIRECTORY, vectorFiles, vectorsOf, type ExpectedRequest, type Vector } from './support/vectors.ts';

const catalog = createCatalog(definitions);
const BODY_KINDS = ['json', 'form', 'text', 'xml', 'multipart', 'base64'] as const;

/** The expected request in the form in which scripted ports show requests. */
function expectedOf({ query, ...request }: ExpectedRequest): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...request };
  if (query) shown['query'] = Object.entries(query);
  for (const kind of BODY_KINDS)
    if (kind in shown) {
      const value = kind === 'form' ? Object.entries(shown[kind] as Record<string, string>) : shown[kind];
      delete shown[kind];
      shown['body'] = { kind, value };
    }
  return shown;
}

const codeOf = (url: string): string | undefined => {
  try {
    loadService(url, { catalog });
    return undefined;
  } catch (error) {
    return error instanceof UrlError ? error.code : 'no UrlError';
  }
};

async function deliver(
  service: Service,
  { message = {}, replies = [{ status: 200, body: '' }] }: Vector,
  expected: readonly unknown[],
) {
  const { attachments = [], ...text } = message;
  const script = scriptedPorts(replies, expected, SERVICES_DIRECTORY);
  const report = await createEngine(script.ports).notify([{ service, tags: [] }], {
    ...text,
    attachments: attachments.map(({ name, type, text: content }) => {
      const bytes = Buffer.from(content);
      return { name, type, size: bytes.length, source: { bytes } };
    }),
  });
  return { requests: script.requests, delivered: report.result };
}

async function check(vector: Vector): Promise<void> {
  expect(codeOf(vector.url)).toBe(vector.refused);
  if (vector.refused !== undefined) return;
  const service = loadService(vector.url, { catalog });
  if (vector.canonical !== undefined) expect(formatUrl(service)).toBe(vector.canonical);
  if (vector.masked !== undefined) expect(formatUrl(service, { masked: true })).toBe(vector.masked);
  if (vector.message === undefined) return;
  const expected = vector.requests?.map(expectedOf);
  const got = await deliver(service, vector, expected ?? []);
  if (expected !== undefined) {
    expect(got.requests).toMatchObject(expected);
    expect(got.requests).toHaveLength(expected.length);
  }
  if (vector.delivered !== undefined) expect(got.delivered).toBe(vector.delivered);
}

describe.each(definitions)('$id', ({ id }) => {
  test('has vectors', () => expect(vectorFiles(id)).toHaveLength(1));
  test.each(vectorsOf(id))('$name', check);
});
