import { expect, test } from 'vitest';
import { defaultAsset } from '../service/asset.ts';
import { createCatalog, loadService } from '../service/load.ts';
import json from '../services/json.ts';
import { createEngine } from './engine.ts';
import { scriptedPorts } from '../../tools/conformance/wire/script.ts';

const catalog = createCatalog([json]);

/** The hosts in the order in which requests begin and end, where the first one named takes longest. */
async function courseOf(hosts: readonly string[], parallel: boolean): Promise<string[]> {
  const { ports } = scriptedPorts([{ status: 200, body: '' }], [], '.');
  const course: string[] = [];
  const send: typeof ports.http.send = async (request, options) => {
    const { hostname } = new URL(request.url);
    course.push(`${hostname} begins`);
    await new Promise((resolve) => setTimeout(resolve, hostname === hosts[0] ? 20 : 1));
    course.push(`${hostname} ends`);
    return ports.http.send(request, options);
  };
  const engine = createEngine({ ...ports, http: { ...ports.http, send } });
  const asset = { ...defaultAsset, parallel };
  const entries = hosts.map((host) => ({ service: loadService(`json://${host}`, { catalog, asset }), tags: [] }));
  expect((await engine.notify(entries, { body: 'x' })).result).toBe(true);
  return course;
}

test('services are notified side by side', async () => {
  expect(await courseOf(['a', 'b'], true)).toEqual(['a begins', 'b begins', 'b ends', 'a ends']);
});

test('a configuration may have them notified one after another', async () => {
  expect(await courseOf(['a', 'b'], false)).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});
