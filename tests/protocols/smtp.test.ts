import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/service/errors.ts';
import { loadService, createCatalog } from '../../src/service/load.ts';
import type { MailMessage, SmtpRequest } from '../../src/service/protocols.ts';
import { definitions } from '../../src/services/index.ts';
import { createRuntime } from '../../src/runtime.ts';
import { closeMail, sendMail } from '../../src/transport/smtp/send.ts';
import { EximServer, LOGIN } from '../servers/exim.ts';
import { needs } from '../servers/needs.ts';
import { HOSTILE_CASES } from '../support/hostile-bodies.ts';
import { filenameOf, headerOf } from '../support/mails.ts';

const message = (subject: string, rest: Partial<MailMessage> = {}): MailMessage => ({
  from: 'ann@mail.example',
  to: ['bob@mail.example'],
  mime: { type: 'text/plain', headers: [['Subject', subject]], content: 'Hello' },
  ...rest,
});

async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error(`expected a DeliveryError, got ${String(error)}`);
}

describe('mail to exim (of the package exim4-daemon-light)', needs(EximServer), () => {
  let server: EximServer;
  const authorities = getCACertificates('default');
  const directory = mkdtempSync(join(tmpdir(), 'mail-'));

  beforeAll(async () => {
    server = await EximServer.start();
    setDefaultCACertificates([...authorities, server.authority]);
  });
  afterEach(closeMail);
  afterAll(async () => {
    setDefaultCACertificates(authorities);
    rmSync(directory, { recursive: true });
    await server.stop();
  });

  const request = (security: SmtpRequest['security'], rest: Partial<SmtpRequest> = {}): SmtpRequest => ({
    protocol: 'smtp',
    host: 'localhost',
    port: server.ports[security === 'insecure' ? 'plain' : security],
    security,
    login: security === 'insecure' ? undefined : LOGIN,
    verify: true,
    connectTimeoutSeconds: 5,
    messages: [message(security)],
    ...rest,
  });

  test.each(['insecure', 'starttls', 'ssl'] as const)('%s', async (security) => {
    const reply = await sendMail(request(security), undefined);
    expect(reply).toMatchObject({ ok: true, status: 250 });
    const [received] = await server.take(1);
    expect(received).toMatchObject({ from: 'ann@mail.example', to: ['bob@mail.example'] });
    expect(headerOf(received!.mail, 'Subject')).toBe(security);
    expect(headerOf(received!.mail, 'Received')).toContain(security === 'insecure' ? 'with esmtp' : 'with esmtpsa');
  });

  test('a message for several, some of whom nobody sees', async () => {
    const to = ['bob@mail.example', 'cc@mail.example', 'bcc@mail.example'];
    await sendMail(request('starttls', { messages: [message('all', { to })] }), undefined);
    const [received] = await server.take(1);
    expect(received?.to).toEqual(to.toSorted());
    expect(JSON.stringify(received?.mail.headers.filter(([name]) => name !== 'envelope-to'))).not.toContain('bcc@');
  });

  test('two requests, three messages, one connection', async () => {
    const before = server.connections;
    await sendMail(request('ssl', { messages: [message('1'), message('2')] }), undefined);
    await sendMail(request('ssl', { messages: [message('3')] }), undefined);
    const received = await server.take(3);
    expect(new Set(received.map(({ mail }) => headerOf(mail, 'Subject')))).toEqual(new Set(['1', '2', '3']));
    expect(server.connections - before).toBe(1);
  });

  test('at most five connections at once', async () => {
    const before = server.connections;
    const sending = Array.from({ length: 12 }, (_, index) =>
      sendMail(request('insecure', { messages: [message(String(index))] }), undefined),
    );
    await Promise.all(sending);
    expect(await server.take(12)).toHaveLength(12);
    expect(server.connections - before).toBeLessThanOrEqual(5);
  });

  test('other logins have other connections', async () => {
    const before = server.connections;
    await sendMail(request('starttls'), undefined);
    await sendMail(request('starttls', { login: undefined }), undefined);
    await server.take(2);
    expect(server.connections - before).toBe(2);
  });

  test('subject, names and text in any script', async () => {
    const mime: MailMessage['mime'] = {
      type: 'text/plain',
      headers: [
        ['Subject', 'Žluťoučký kůň 日本語 😀 '.repeat(5).trim()],
        ['To', [{ name: 'Žofie, "Z"', address: 'bob@mail.example' }]],
      ],
      content: 'První řádek\n.tečka\n\nFrom here = 日本語\n',
    };
    await sendMail(request('starttls', { messages: [message('', { mime })] }), undefined);
    const [received] = await server.take(1);
    expect(headerOf(received!.mail, 'Subject')).toBe('Žluťoučký kůň 日本語 😀 '.repeat(5).trim());
    expect(headerOf(received!.mail, 'To')).toBe('Žofie, "Z" <bob@mail.example>');
    expect(received?.mail.content.toString().replaceAll('\r\n', '\n').trimEnd()).toBe(
      'První řádek\n.tečka\n\nFrom here = 日本語',
    );
  });

  test.each(HOSTILE_CASES)('a text with $name', async ({ body, arrives }) => {
    await sendMail(
      request('starttls', { messages: [message('', { mime: { type: 'text/plain', content: body } })] }),
      undefined,
    );
    const [received] = await server.take(1);
    expect(received?.to).toEqual(['bob@mail.example']);
    // Mail has one kind of line end; where the text is readable, its last line has one too.
    const text = received?.mail.content.toString().replace(/\r\n$/, '');
    expect(text === arrives.replace(/\r?\n/g, '\r\n')).toBe(true);
  });

  test('attachments from memory and from disk arrive byte for byte', async () => {
    const bytes = randomBytes(1_000_003);
    const path = join(directory, 'large.bin');
    writeFileSync(path, bytes);
    const file = (name: string, source: { path: string } | { bytes: Uint8Array }) =>
      ({
        type: 'application/octet-stream',
        disposition: 'attachment',
        filename: name,
        content: { name, type: 'application/octet-stream', size: bytes.length, source },
      }) as const;
    const content = [file('kůň.bin', { path }), file('b"c.bin', { bytes })];
    await sendMail(
      request('starttls', { messages: [message('', { mime: { type: 'multipart/mixed', content } })] }),
      undefined,
    );
    const [received] = await server.take(1);
    const parts = received?.mail.parts ?? [];
    expect(parts.map(filenameOf)).toEqual(['kůň.bin', 'b"c.bin']);
    for (const part of parts) expect(part.content.equals(bytes)).toBe(true);
  });

  test('a header that tries to be several, and an address that does', async () => {
    const mime: MailMessage['mime'] = {
      type: 'text/plain',
      headers: [
        ['Subject', 'one\r\nBcc: eve@mail.example\r\n\r\nbody'],
        ['X-A\r\nX-Evil: 1\r\nX-B', 'two\nX-Evil: 2'],
      ],
      content: 'x',
    };
    const to = ['bob@mail.example>\r\nRCPT TO:<eve@mail.example'];
    await sendMail(request('insecure', { messages: [message('', { mime })] }), undefined);
    const [received] = await server.take(1);
    expect(received?.to).toEqual(['bob@mail.example']);
    expect(headerOf(received!.mail, 'Subject')).toBe('one Bcc: eve@mail.example body');
    expect(received?.mail.headers.map(([name]) => name)).not.toContain('x-evil');
    const failure = await failureOf(sendMail(request('insecure', { messages: [message('', { to })] }), undefined));
    expect(failure.code).toBe('invalid-message');
  });

  test.each([
    ['a wrong password', { login: { user: 'ann', password: 'wr0ng-wr0ng' } }, 'unauthorized', 535],
    ['a recipient who is not there', { messages: [message('', { to: ['nobody@mail.example'] })] }, 'refused', 550],
    [
      'one of two who is not there',
      { messages: [message('', { to: ['bob@mail.example', 'nobody@mail.example'] })] },
      'refused',
      550,
    ],
    [
      'a recipient who is there later',
      { messages: [message('', { to: ['later@mail.example'] })] },
      'service-failed',
      451,
    ],
    ['a host that the certificate is not for', { host: '127.0.0.1' }, 'unreachable', undefined],
  ] as const)('%s', async (name, rest, code, status) => {
    const failure = await failureOf(sendMail(request('starttls', rest), undefined));
    expect(failure).toMatchObject({ code, status });
    expect(failure.message).not.toContain('wr0ng');
    if (name.startsWith('one of two')) await server.take(1);
  });

  test('a refused message holds up no other', async () => {
    const before = server.connections;
    const messages = [message('a', { to: ['nobody@mail.example'] }), message('b')];
    const failure = await failureOf(sendMail(request('starttls', { messages }), undefined));
    expect(failure.message).toMatch(/no such user; 1 of 2 messages failed$/);
    const [received] = await server.take(1);
    expect(headerOf(received!.mail, 'Subject')).toBe('b');
    expect(server.connections - before).toBe(1);
  });

  test('an attachment that cannot be read sends nothing', async () => {
    const content = { name: 'a', type: 'text/plain', size: 5, source: { path: join(directory, 'missing') } };
    const mime: MailMessage['mime'] = { type: 'text/plain', content };
    const failure = await failureOf(sendMail(request('starttls', { messages: [message('', { mime })] }), undefined));
    expect(failure.code).toBe('invalid-message');
  });

  test.each(['starttls', 'ssl'] as const)('%s to any host when certificates are not verified', async (security) => {
    await sendMail(request(security, { host: '127.0.0.1', verify: false }), undefined);
    expect(await server.take(1)).toHaveLength(1);
  });

  test('no login and no mail goes to a server without STARTTLS', async () => {
    const failure = await failureOf(sendMail(request('starttls', { port: server.ports.plain }), undefined));
    expect(failure).toMatchObject({ code: 'refused', message: 'localhost offers no encryption' });
  });

  test('no mail goes to a server that takes no logins, if there is one', async () => {
    const failure = await failureOf(sendMail(request('insecure', { login: LOGIN }), undefined));
    expect(failure).toMatchObject({ code: 'unauthorized', message: 'localhost takes no logins' });
  });

  /** Sends a message to Bob, and whom else the query names, from a URL without a login. */
  async function notifyFrom(query: Readonly<Record<string, string>>, title: string): Promise<unknown> {
    const place = `127.0.0.1&port=${server.ports.plain}&mode=insecure&format=text`;
    const url = `mailto://ann@mail.example/bob@mail.example?smtp=${place}&${new URLSearchParams(query).toString().replaceAll('+', '%20')}`;
    const service = loadService(url, { catalog: createCatalog(definitions) });
    const runtime = createRuntime();
    const { result } = await runtime.engine.notify([{ service, tags: [] }], { title, body: 'Hello' });
    await runtime.close();
    return result;
  }

  test('a message for each recipient, over one connection, and what everybody is called', async () => {
    const before = server.connections;
    const query = {
      to: 'Žofie <zofie@mail.example>',
      cc: 'Dora <dora@mail.example>, carl@mail.example',
      bcc: 'Eve <eve@mail.example>',
      reply: '"Fay, Desk" <fay@mail.example>',
      from: 'Ann Ů <alerts@mail.example>',
      '+X-Team': 'ops',
    };
    expect(await notifyFrom(query, 'Door')).toBe(true);
    const received = await server.take(2);
    expect(server.connections - before).toBe(1);
    const others = ['carl@mail.example', 'dora@mail.example', 'eve@mail.example'];
    expect(new Set(received.map(({ to }) => to.join()))).toEqual(
      new Set(['bob@mail.example', 'zofie@mail.example'].map((to) => [to, ...others].toSorted().join())),
    );
    for (const { from, to, mail } of received) {
      expect(from).toBe('alerts@mail.example');
      const recipient = to.includes('bob@mail.example') ? 'bob@mail.example' : 'Žofie <zofie@mail.example>';
      expect(['From', 'To', 'Cc', 'Bcc', 'Reply-To', 'X-Team'].map((name) => headerOf(mail, name))).toEqual([
        'Ann Ů <alerts@mail.example>',
        recipient,
        'Dora <dora@mail.example>, carl@mail.example',
        undefined,
        '"Fay, Desk" <fay@mail.example>',
        'ops',
      ]);
      const shown = mail.headers.filter(([name]) => name !== 'envelope-to' && name !== 'received');
      expect(JSON.stringify(shown)).not.toContain('eve@');
    }
  });

  const EVIL = 'x\r\nX-Evil: 1\r\nBcc: eve\r\n\r\nevil';
  test.each([
    ['a title', {}, EVIL],
    ['the name of the sender', { name: EVIL }, 'Door'],
    ['the name of an address', { from: `${EVIL} <ann@mail.example>` }, 'Door'],
    ['the name of a recipient', { to: `${EVIL} <bob@mail.example>` }, 'Door'],
    ['an address to reply to', { reply: `${EVIL} <fay@mail.example>` }, 'Door'],
    ['a header', { '+X-Team': EVIL }, 'Door'],
    ['the name of a header', { '+X-A: b\r\nX-Evil: 1\r\nBcc': 'eve@mail.example' }, 'Door'],
    ['a subject of its own', { '+Subject': EVIL }, 'Door'],
  ])('%s begins no other header', async (_, query, title) => {
    await notifyFrom(query, title);
    for (const { to, mail } of await server.take('to' in query ? 2 : 1)) {
      expect(to).toEqual(['bob@mail.example']);
      const names = mail.headers.map(([name]) => name);
      expect(names).not.toContain('x-evil');
      expect(names).not.toContain('bcc');
      expect(mail.content.toString().trim()).toBe('Hello');
    }
  });

  test('from a URL to a mailbox', async () => {
    const { user, password } = LOGIN;
    const url = `mailtos://${user}:${password}@localhost:${server.ports.ssl}/bob@mail.example?mode=ssl&cc=cc@mail.example`;
    const service = loadService(`${url}&from=Ann<ann@mail.example>&inline=yes`, {
      catalog: createCatalog(definitions),
    });
    const runtime = createRuntime();
    const image = { name: 'a b.png', type: 'image/png', size: 3, source: { bytes: Buffer.from('png') } };
    const { result } = await runtime.engine.notify([{ service, tags: [] }], {
      title: 'Disk\nfull',
      body: '<p>Now</p>',
      attachments: [image],
    });
    await runtime.close();
    expect(result).toBe(true);
    const [received] = await server.take(1);
    expect(received).toMatchObject({ from: 'ann@mail.example', to: ['bob@mail.example', 'cc@mail.example'] });
    const { mail } = received!;
    expect(headerOf(mail, 'Subject')).toBe('Disk full');
    expect(headerOf(mail, 'From')).toBe('Ann <ann@mail.example>');
    expect(headerOf(mail, 'Cc')).toBe('cc@mail.example');
    const [text, picture] = mail.parts;
    expect(text?.parts.map(({ content }) => content.toString())).toEqual([
      'Now',
      '<p>Now</p><br/><img src="cid:a%20b.png">',
    ]);
    expect(headerOf(picture!, 'Content-ID')).toBe('<a%20b.png>');
  });
});
