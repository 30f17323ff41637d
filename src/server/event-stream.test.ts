import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { Cookies } from './cookies.ts';
import { readSettings } from './environment.ts';
import { EventStream, type EventStreamOptions } from './event-stream.ts';
import { Exchange } from './exchange.ts';

interface Events {
  readonly news: string;
}

const ends: (() => void)[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const end of ends.splice(0)) end();
});

/** A stream to a caller, and how many bytes of it were counted once it is over. */
async function openStream(options: EventStreamOptions): Promise<{
  readonly stream: EventStream<Events>;
  readonly caller: Socket;
  readonly counted: Promise<number>;
}> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  ends.push(
    () => caller.destroy(),
    () => server.close(),
  );
  caller.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [request, response] = (await once(server, 'request')) as Parameters<RequestListener>;
  const place = { view: 'stream', key: '', search: '' };
  const { promise: counted, resolve } = Promise.withResolvers<number>();
  const cookies = new Cookies(readSettings({}));
  const tools = { cookies, answered: (_: Exchange, __: number, bytes: number) => resolve(bytes) };
  return { stream: new EventStream(new Exchange(request, response, place, tools), options), caller, counted };
}

it('shows that it is alive while nothing happens', async () => {
  const { stream, caller, counted } = await openStream({ heartbeatSeconds: 0.02 });
  let text = '';
  for await (const chunk of caller) {
    text += chunk;
    if (text.includes(':\n\n')) break;
  }
  expect(text).toContain('Content-Type: text/event-stream');
  stream.end('news', 'over');
  expect(await counted).toBeGreaterThan(0);
});

it('does not wait for ever for a caller who does not read', async () => {
  const { stream, counted } = await openStream({ lingerSeconds: 0.1 });
  const page = 'x'.repeat(1_000_000);
  for (let number = 0; number < 100; number++) stream.tell('news', page);
  expect(stream.omitted).toBeGreaterThan(50);
  stream.end('news', 'over');
  expect(await counted).toBeLessThan(50_000_000);
});

it('holds the latest event of a subject only', async () => {
  const { stream, caller, counted } = await openStream({ lingerSeconds: 10 });
  const page = 'x'.repeat(1_000_000);
  for (let number = 0; number < 20; number++) stream.update('news', `${number} ${page}`, 'subject');
  stream.end('news', 'over');
  let text = '';
  for await (const chunk of caller) {
    text += chunk;
    if (text.includes('"over"')) break;
  }
  expect([text.includes('"0 x'), text.includes('"18 x'), text.includes('"19 x')]).toEqual([true, false, true]);
  expect(await counted).toBe(Buffer.byteLength(`event: news\ndata: "0 ${page}"\n\n`) * 2 + 1 + 26);
});

it('keeps nothing running for a caller who has gone', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  const { stream, caller, counted } = await openStream({});
  expect(vi.getTimerCount()).toBe(1);
  caller.destroy();
  await counted;
  stream.tell('news', 'unheard');
  stream.end('news', 'over');
  expect(vi.getTimerCount()).toBe(0);
});
