import { expect, test } from 'vitest';
import { defaultAsset } from '../service/asset.ts';
import { createCatalog, loadService } from '../service/load.ts';
import { parseTags } from '../service/tags.ts';
import json from '../services/json.ts';
import voipms from '../services/voipms.ts';
import windows from '../services/windows.ts';
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

test('tells how far each service has come, to those who want to know', async () => {
  const { ports } = scriptedPorts([{ status: 503, times: 1 }, { status: 200 }], [], '.');
  const service = loadService('json://user:secret@localhost?retry=1&wait=0', { catalog });
  const course: unknown[] = [];
  const report = await createEngine(ports).notify([{ service, tags: parseTags(['home']) }], {
    body: 'x',
    onProgress: (progress) => void course.push(progress),
  });
  expect(report.result).toBe(true);
  const cause = { code: 'service-failed', reason: 'Servers are overloaded., error=503.', status: 503 };
  const url = 'json://user:****@localhost/?method=POST&format=text&overflow=upstream&retry=1&wait=0.0&optional=no';
  const target = { index: 0, service: 'JSON', url, tags: ['home'], optional: false, elapsedMs: 0 };
  const states = [
    { state: 'waiting', attempt: 0 },
    { state: 'sending', attempt: 1 },
    { state: 'retry', attempt: 1, maxAttempts: 2, delayMs: 0, ...cause },
    { state: 'sending', attempt: 2 },
    { state: 'delivered', attempt: 2 },
  ];
  expect(course).toEqual(states.map((state) => ({ ...target, ...state })));
});

test('delivers once whatever the listener throws, and throws that at the end', async () => {
  const { ports, requests } = scriptedPorts([{ status: 200 }], [], '.');
  const service = loadService('json://localhost?retry=1&wait=0', { catalog });
  const delivery = createEngine(ports).notify([{ service, tags: [] }], {
    body: 'x',
    onProgress({ state }) {
      throw new Error(`mistake at ${state}`);
    },
  });
  await expect(delivery).rejects.toThrow('mistake at waiting');
  expect(requests).toHaveLength(1);
});

const lackOf = (protocol: string) => (protocol === 'windows' ? 'There is no desktop' : undefined);

test('a service that the machine is not made for has an outcome with the reason', async () => {
  const { ports, requests } = scriptedPorts([], [], '.');
  const service = loadService('windows://', { catalog: createCatalog([windows]) });
  const report = await createEngine({ ...ports, lackOf }).notify([{ service, tags: [] }], { body: 'x' });
  expect(report.result).toBe(false);
  expect(report.outcomes[0]?.attempts[0]?.failures[0]?.reason).toBe('There is no desktop');
  expect(requests).toEqual([]);
});

test('waits between requests until the deadline, and not beyond it', async () => {
  const { ports, requests, sleeps } = scriptedPorts([{ status: 200, body: '{"status":"success"}' }], [], '.');
  const numbers = Array.from({ length: 20 }, (_, index) => 15_551_230_000 + index);
  const service = loadService(`voipms://secret:ann@example.com/5559990000/${numbers.join('/')}`, {
    catalog: createCatalog([voipms]),
  });
  const engine = createEngine({ ...ports, throttle: true });
  await engine.notify([{ service, tags: [] }], { body: 'x', deadline: ports.clock.now() + 8000 });
  expect(requests).toHaveLength(20);
  expect(sleeps).toEqual([5.5, 2.5]);
});
