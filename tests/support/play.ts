import { createEngine } from '../../src/engine/engine.ts';
import { UrlError } from '../../src/service/errors.ts';
import { loadService, type Catalog, type Service } from '../../src/service/load.ts';
import { formatUrl } from '../../src/service/write.ts';
import { scriptedPorts } from '../../tools/conformance/wire/script.ts';
import { SERVICES_DIRECTORY, type ExpectedRequest, type Vector } from './vectors.ts';

const BODY_KINDS = ['json', 'form', 'text', 'xml', 'multipart', 'base64'] as const;

/** The expected request in the form in which scripted ports show requests. */
function shownRequest({ query, ...request }: ExpectedRequest): Record<string, unknown> {
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

/** What happens with a vector, or is expected to; what is undefined was not tried or is not expected. */
export interface Course {
  readonly refused?: string | undefined;
  readonly canonical?: string | undefined;
  readonly masked?: string | undefined;
  readonly requests?: readonly unknown[] | undefined;
  readonly delivered?: boolean | undefined;
}

/** What a vector states. */
export const expectedCourse = ({ refused, canonical, masked, requests, delivered }: Vector): Course => ({
  refused,
  ...(canonical !== undefined && { canonical }),
  ...(masked !== undefined && { masked }),
  ...(requests !== undefined && { requests: requests.map(shownRequest) }),
  ...(delivered !== undefined && { delivered }),
});

async function deliver(service: Service, { message = {}, replies, requests = [] }: Vector): Promise<Course> {
  const { attachments = [], body = '', repeat = 1, ...text } = message;
  const rules = replies ?? [{ status: 200, body: '' }];
  const script = scriptedPorts(rules, requests.map(shownRequest), SERVICES_DIRECTORY);
  const report = await createEngine(script.ports).notify([{ service, tags: [] }], {
    ...text,
    body: body.repeat(repeat),
    attachments: attachments.map(({ name, type, text: content }) => {
      const bytes = Buffer.from(content);
      return { name, type, size: bytes.length, source: { bytes } };
    }),
  });
  return { requests: script.requests, delivered: report.result };
}

/** Loads the URL of a vector, writes it, and sends its message to scripted replies. */
export async function play(vector: Vector, catalog: Catalog): Promise<Course> {
  let service: Service;
  try {
    service = loadService(vector.url, { catalog });
  } catch (error) {
    return { refused: error instanceof UrlError ? error.code : 'no UrlError' };
  }
  return {
    refused: undefined,
    canonical: formatUrl(service),
    masked: formatUrl(service, { masked: true }),
    ...(vector.message && (await deliver(service, vector))),
  };
}
