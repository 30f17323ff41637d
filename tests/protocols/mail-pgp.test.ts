import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRuntime } from '../../src/runtime.ts';
import { defaultAsset } from '../../src/service/asset.ts';
import { createCatalog, loadService } from '../../src/service/load.ts';
import { identify } from '../../src/service/write.ts';
import mailto from '../../src/services/mailto/index.ts';
import { EximServer } from '../servers/exim.ts';
import { Gpg, type KeyOptions } from '../servers/gpg.ts';
import { KeyDirectory } from '../servers/key-directory.ts';
import { needs } from '../servers/needs.ts';
import { filenameOf, headerOf, readMail, type ReadPart } from '../support/mails.ts';

const ANN = 'ann@mail.example';
const BOB = 'bob@mail.example';
const BODY = 'Příliš žluťoučký kůň\n\nFrom here on: = blanks at the end \n.a dot\n-- \n日本語 😀';
const DIRECTORY_HOSTS = ['keys.example', 'openpgpkey.keys.example'];

/** The parts of mail that is signed or encrypted: two, each with a fixed type. */
function partsOf(mail: ReadPart, kind: 'signed' | 'encrypted'): readonly [first: ReadPart, second: ReadPart] {
  expect(headerOf(mail, 'content-type')).toMatch(new RegExp(`^multipart/${kind};`));
  const [first, second] = mail.parts;
  expect(mail.parts).toHaveLength(2);
  return [first!, second!];
}

describe('OpenPGP mail (exim4 of exim4-daemon-light, gpg of gnupg)', needs(EximServer, Gpg), () => {
  const directory = mkdtempSync(join(tmpdir(), 'keys-'));
  const authorities = getCACertificates('default');
  const attachment = {
    name: 'kůň.bin',
    type: 'application/octet-stream',
    size: 5000,
    source: { bytes: randomBytes(5000) },
  };
  let gpg: Gpg;
  let server: EximServer;
  let web: KeyDirectory;

  const fileOf = (name: string, content: string | Uint8Array): string => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };

  const urlOf = (to: string, query: Readonly<Record<string, string>>): string =>
    `mailto://ann@mail.example/${to}?smtp=127.0.0.1&port=${server.ports.plain}&format=text&mode=insecure&` +
    new URLSearchParams(query).toString();

  /** Sends a message from Ann, from a server that keeps its sessions below `storagePath`. */
  async function send(url: string, storagePath?: string, files = [attachment]) {
    const asset = { ...defaultAsset, storagePath, storageMode: storagePath ? 'auto' : 'memory' } as const;
    const service = loadService(url, { catalog: createCatalog([mailto]), asset });
    const runtime = createRuntime({ storagePath, proxies: { https: web.proxy } });
    const store = storagePath && join(storagePath, identify(service) ?? '');
    const notify = async (body = BODY) => {
      const notification = { title: 'Žofie', body, attachments: files };
      const { result, outcomes } = await runtime.engine.notify([{ service, tags: [] }], notification);
      return { result, reasons: outcomes.flatMap(({ attempts }) => attempts.flatMap((each) => each.failures)) };
    };
    return { notify, close: () => runtime.close(), store };
  }

  async function sendOnce(url: string, storagePath?: string, files = [attachment]) {
    const { notify, close } = await send(url, storagePath, files);
    try {
      return await notify();
    } finally {
      await close();
    }
  }

  async function takeOne(): Promise<ReadPart> {
    const [received] = await server.take(1);
    return received!.mail;
  }

  /** That the notification is what it was: its text and its file. */
  function expectContent(content: ReadPart): void {
    const [text, file] = content.parts;
    expect(text?.content.toString().replaceAll('\r\n', '\n')).toBe(BODY);
    expect(filenameOf(file!)).toBe(attachment.name);
    expect(file?.content.equals(attachment.source.bytes)).toBe(true);
  }

  const expectSigned = (mail: ReadPart, signer: string): ReadPart => {
    const [content, signature] = partsOf(mail, 'signed');
    const found = gpg.verify(content.source, signature.content);
    expect(found?.signer).toContain(signer);
    const type = headerOf(mail, 'content-type');
    expect(type).toContain(`micalg="pgp-${found?.hash}"`);
    expect(type).toContain('protocol="application/pgp-signature"');
    expect(headerOf(signature, 'content-type')).toMatch(/^application\/pgp-signature/);
    expect(gpg.verify(content.source.replace('text', 'test'), signature.content)).toBeUndefined();
    return content;
  };

  /** What only the owner of a key of this key ring can read. */
  const decrypt = (mail: ReadPart): ReadPart => {
    const [version, data] = partsOf(mail, 'encrypted');
    expect(headerOf(mail, 'content-type')).toContain('protocol="application/pgp-encrypted"');
    expect(version.source).toBe('Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n');
    expect(headerOf(data, 'content-type')).toMatch(/^application\/octet-stream/);
    expect(mail.source).not.toContain('a dot');
    return readMail(gpg.decrypt(data.content));
  };

  beforeAll(async () => {
    gpg = new Gpg();
    [server, web] = await Promise.all([EximServer.start(), KeyDirectory.start(DIRECTORY_HOSTS)]);
    setDefaultCACertificates([...authorities, web.authority]);
    for (const address of [ANN, BOB, 'Carl@keys.example']) gpg.make(address);
  });
  afterEach(() => {
    web.answers.clear();
    web.asked.length = 0;
  });
  afterAll(async () => {
    setDefaultCACertificates(authorities);
    rmSync(directory, { recursive: true });
    gpg.stop();
    web.stop();
    await server.stop();
  });

  test.each(['future-default', 'rsa2048'])('signed with a key of the kind %s', async (algorithm) => {
    const address = `${algorithm}@mail.example`;
    gpg.make(address, { algorithm });
    const pgpprv = fileOf(`${algorithm}.asc`, gpg.privateKey(address));
    expect(await sendOnce(urlOf(BOB, { pgp: 'sign', pgpprv }))).toMatchObject({ result: true });
    const mail = await takeOne();
    expect(headerOf(mail, 'subject')).toBe('Žofie');
    expectContent(expectSigned(mail, address));
  });

  test('a text that could be taken for something else is signed as it arrives', async () => {
    const pgpprv = fileOf('ann.asc', gpg.privateKey(ANN));
    const { notify, close } = await send(urlOf(BOB, { pgp: 'sign', pgpprv }));
    const body =
      'first\n.\n\n--=_1\n-----BEGIN PGP SIGNED MESSAGE-----\n- a\rb \t\n' +
      `From ann\n\u0000=41 ${'long '.repeat(500)}\n\nFrom x`;
    expect(await notify(body)).toMatchObject({ result: true });
    await close();
    const [text] = expectSigned(await takeOne(), ANN).parts;
    expect(text?.content.toString().replaceAll('\r\n', '\n')).toBe(body);
  });

  test('encrypted for the owner of a key file', async () => {
    const pgppub = `file://${fileOf('bob.asc', gpg.publicKey(BOB))}`;
    expect(await sendOnce(urlOf(BOB, { pgp: 'encrypt', pgppub }))).toMatchObject({ result: true });
    const content = decrypt(await takeOne());
    expectContent(content);
    expect(content.headers.slice(0, 3)).toEqual([
      ['subject', 'Žofie'],
      ['from', `Apprise <${ANN}>`],
      ['to', BOB],
    ]);
  });

  test('signed, and encrypted where the key of the recipient is known', async () => {
    const pgpprv = fileOf('ann.asc', gpg.privateKey(ANN));
    const pgppub = fileOf('bob.asc', gpg.publicKey(BOB));
    expect(await sendOnce(urlOf(BOB, { pgp: 'sign', pgpprv, pgppub }))).toMatchObject({ result: true });
    expectContent(expectSigned(decrypt(await takeOne()), ANN));
  });

  test('with the keys of the store, each recipient by a key of their own', async () => {
    const storage = join(directory, 'stored');
    const { notify, close, store } = await send(urlOf(`${BOB}/${ANN}`, { pgp: 'sign' }), storage);
    mkdirSync(store!, { recursive: true });
    writeFileSync(join(store!, 'ann-prv.asc'), gpg.privateKey(ANN));
    writeFileSync(join(store!, 'pub.asc'), gpg.publicKey('Carl@keys.example'));
    writeFileSync(join(store!, `${BOB}-pub.asc`), gpg.publicKey(BOB));
    writeFileSync(join(store!, 'bob-pub.asc'), 'no key');
    const before = server.connections;
    expect(await notify()).toMatchObject({ result: true });
    await close();
    const mails = (await server.take(2)).map(({ mail }) => mail);
    for (const mail of mails) expectContent(expectSigned(decrypt(mail), ANN));
    expect(server.connections - before).toBe(1);
  });

  test('with the own key of the sender only if the mail cannot be sent otherwise', async () => {
    const storage = join(directory, 'senders');
    for (const pgp of ['sign', 'encrypt']) {
      const { notify, close, store } = await send(urlOf(BOB, { pgp }), storage);
      mkdirSync(store!, { recursive: true });
      writeFileSync(join(store!, 'ann-prv.asc'), gpg.privateKey(ANN));
      writeFileSync(join(store!, 'ann-pub.asc'), gpg.publicKey(ANN));
      expect(await notify()).toMatchObject({ result: true });
      await close();
    }
    const mails = (await server.take(2)).map(({ mail }) => mail);
    const ofKind = (kind: string) =>
      mails.find((mail) => headerOf(mail, 'content-type')?.startsWith(`multipart/${kind}`))!;
    expectContent(expectSigned(ofKind('signed'), ANN));
    expectContent(decrypt(ofKind('encrypted')));
  });

  test('with keys that are made when there are none, and kept for the recipient', async () => {
    const storage = join(directory, 'made');
    const { notify, close, store } = await send(urlOf(BOB, { pgp: 'encrypt' }), storage);
    expect(await Promise.all([notify(), notify()])).toMatchObject([{ result: true }, { result: true }]);
    await close();
    expect(readdirSync(store!).filter((name) => name.endsWith('.asc'))).toEqual(['bob-prv.asc', 'bob-pub.asc']);
    expect(statSync(join(store!, 'bob-prv.asc')).mode & 0o777).toBe(0o600);
    const received = await server.take(2);
    const other = new Gpg();
    try {
      other.import(readFileSync(join(store!, 'bob-prv.asc')));
      for (const { mail } of received) expectContent(readMail(other.decrypt(partsOf(mail, 'encrypted')[1].content)));
    } finally {
      other.stop();
    }
  });

  test('a private key that somebody put into the store is never replaced', async () => {
    const { notify, close, store } = await send(urlOf(ANN, { pgp: 'encrypt' }), join(directory, 'own'));
    mkdirSync(store!, { recursive: true });
    writeFileSync(join(store!, 'ann-prv.asc'), gpg.privateKey(ANN));
    expect(await notify()).toMatchObject({ result: true });
    await close();
    expectContent(decrypt(await takeOne()));
    expect(readdirSync(store!).filter((name) => name.endsWith('.asc'))).toEqual(['ann-prv.asc']);
  });

  const PAST: KeyOptions = { madeAt: '20200101T000000', expiresIn: '10d' };
  const PASSPHRASE = 's3cr3t-s3cr3t';

  test.each([
    ['is locked with a passphrase', 'locked', { passphrase: PASSPHRASE }],
    ['has expired', 'expired', PAST],
    ['has been revoked', 'revoked', {}],
    ['is not made for that', 'certifying', { algorithm: 'rsa2048', use: 'cert' }],
  ] as const)('a private key that %s: nothing is sent', async (reason, name, options: KeyOptions) => {
    const address = `${name}@mail.example`;
    gpg.make(address, options);
    if (name === 'revoked') gpg.revoke(address);
    const pgpprv = fileOf(`${name}.asc`, gpg.privateKey(address, options.passphrase));
    const before = server.connections;
    const { result, reasons } = await sendOnce(urlOf(BOB, { pgp: 'sign', pgpprv }));
    expect(result).toBe(false);
    expect(reasons).toMatchObject([{ code: 'refused', reason: expect.stringContaining(reason) }]);
    expect(server.connections).toBe(before);
  });

  test.each([
    ['has expired', 'old', PAST],
    ['has been revoked', 'withdrawn', {}],
    ['is not made for that', 'signing', { algorithm: 'rsa2048', use: 'sign' }],
  ] as const)('a public key that %s: nothing is sent', async (reason, name, options: KeyOptions) => {
    const address = `${name}@mail.example`;
    gpg.make(address, options);
    if (name === 'withdrawn') gpg.revoke(address);
    const pgppub = fileOf(`${name}.asc`, gpg.publicKey(address));
    const pgpprv = fileOf('ann.asc', gpg.privateKey(ANN));
    const before = server.connections;
    for (const query of [{ pgp: 'encrypt' }, { pgp: 'sign', pgpprv }]) {
      const { result, reasons } = await sendOnce(urlOf(BOB, { ...query, pgppub }));
      expect(result).toBe(false);
      expect(reasons).toMatchObject([{ reason: expect.stringContaining(reason) }]);
    }
    expect(server.connections).toBe(before);
  });

  test('a store that cannot be read: nothing is sent', async () => {
    const { notify, close, store } = await send(urlOf(BOB, { pgp: 'encrypt' }), join(directory, 'broken'));
    mkdirSync(join(store!, 'bob-pub.asc'), { recursive: true });
    expect(await notify()).toMatchObject({ result: false, reasons: [{ reason: 'A key in the store cannot be read' }] });
    await close();
  });

  test.each([
    ['no key to sign with', { pgp: 'sign' }, 'There is no key to sign with'],
    ['no key to encrypt with', { pgp: 'encrypt' }, 'There is no key to encrypt with'],
    ['a key that is not there', { pgp: 'encrypt', pgppub: '/nowhere/s3cr3t.asc' }, 'names is not there'],
    ['a device that never ends', { pgp: 'sign', pgpprv: '/dev/zero' }, 'names is not there'],
    ['no key in a file', { pgp: 'sign', pgpprv: import.meta.filename }, 'cannot be read'],
    ['a directory of keys on this machine', { pgp: 'encrypt', pgppub: 'https://127.0.0.1/s3cr3t' }, ''],
  ])('%s: nothing is sent', async (_, query, reason) => {
    const before = server.connections;
    const { result, reasons } = await sendOnce(urlOf(BOB, query));
    expect(result).toBe(false);
    expect(reasons.at(-1)?.reason).toContain(reason);
    expect(JSON.stringify(reasons)).not.toContain('s3cr3t');
    expect(server.connections).toBe(before);
  });

  test('a public key cannot sign', async () => {
    const pgpprv = fileOf('public.asc', gpg.publicKey(ANN));
    const { result, reasons } = await sendOnce(urlOf(BOB, { pgp: 'sign', pgpprv }));
    expect({ result, reasons }).toMatchObject({
      result: false,
      reasons: [{ reason: 'The key to sign with is not made for that' }],
    });
  });

  test('what is too large to be held in memory is not sent', async () => {
    const pgppub = fileOf('bob.asc', gpg.publicKey(BOB));
    const large = { ...attachment, size: 40_000_000 };
    const { result, reasons } = await sendOnce(urlOf(BOB, { pgp: 'encrypt', pgppub }), undefined, [large]);
    expect({ result, reasons }).toMatchObject({ result: false, reasons: [{ code: 'invalid-message' }] });
  });

  test('a recipient without a key holds up no other', async () => {
    const { notify, close, store } = await send(urlOf(`carl@mail.example/${BOB}`, { pgp: 'encrypt' }), directory);
    mkdirSync(store!, { recursive: true });
    writeFileSync(join(store!, 'bob-pub.asc'), gpg.publicKey(BOB));
    writeFileSync(join(store!, 'carl-pub.asc'), 'no key');
    const { result, reasons } = await notify();
    await close();
    expect({ result, reasons }).toMatchObject({
      result: false,
      reasons: [{ reason: 'The key to encrypt with cannot be read' }],
    });
    expectContent(decrypt(await takeOne()));
  });

  describe('keys that a domain publishes', () => {
    const CARL = 'Carl@keys.example';
    const url = (query: Readonly<Record<string, string>> = {}): string => urlOf(CARL, { wkd: 'yes', ...query });
    const places = (): readonly [own: string, plain: string] => {
      const entry = `hu/${gpg.directoryName(CARL)}?l=Carl`;
      return [
        `openpgpkey.keys.example/.well-known/openpgpkey/keys.example/${entry}`,
        `keys.example/.well-known/openpgpkey/${entry}`,
      ];
    };

    test.each([0, 1] as const)('are found in place %i, and remembered', async (index) => {
      web.answers.set(places()[index], { status: 200, body: gpg.publicKey(CARL, index === 1) });
      const { notify, close } = await send(url());
      expect(await notify()).toMatchObject({ result: true, reasons: [] });
      expect(await notify()).toMatchObject({ result: true, reasons: [] });
      await close();
      expect(web.asked).toEqual(places().slice(0, index + 1));
      for (const { mail } of await server.take(2)) expectContent(decrypt(mail));
    });

    test.each([
      ['a page', { status: 200, body: '<html>' }],
      ['nothing', { status: 200, body: '' }],
      ['a key with much behind it', { status: 200, body: Buffer.alloc(70_000, 0x99) }],
      ['a way out of TLS', { status: 302, location: 'http://keys.example/key' }],
      ['a failure', { status: 500, body: 'no' }],
    ])('%s is none, and the other place is asked', async (_, answer) => {
      const [own, plain] = places();
      web.answers.set(own, answer);
      web.answers.set(plain, { status: 200, body: gpg.publicKey(CARL, false) });
      expect(await sendOnce(url())).toMatchObject({ result: true, reasons: [] });
      expectContent(decrypt(await takeOne()));
    });

    test('a way to another place over TLS is followed', async () => {
      const [own] = places();
      web.answers.set(own, { status: 301, location: 'https://keys.example/key' });
      web.answers.set('keys.example/key', { status: 200, body: gpg.publicKey(CARL, false) });
      expect(await sendOnce(url())).toMatchObject({ result: true });
      decrypt(await takeOne());
    });

    test('what is no key is not encrypted with, and sends nothing', async () => {
      web.answers.set(places()[0], { status: 200, body: Buffer.alloc(100, 0x99) });
      const before = server.connections;
      expect(await sendOnce(url())).toMatchObject({
        result: false,
        reasons: [{ reason: 'The key to encrypt with cannot be read' }],
      });
      expect(server.connections).toBe(before);
    });

    test('are not needed to sign', async () => {
      const pgpprv = fileOf('ann.asc', gpg.privateKey(ANN));
      web.answers.set(places()[0], { status: 200, body: Buffer.alloc(100, 0x99) });
      expect(await sendOnce(url({ pgp: 'sign', pgpprv }))).toMatchObject({ result: true });
      expectContent(expectSigned(await takeOne(), ANN));
    });

    test('are believed of nobody whose certificate is not trusted, whatever the mail server is asked for', async () => {
      setDefaultCACertificates(authorities);
      try {
        web.answers.set(places()[0], { status: 200, body: gpg.publicKey(CARL, false) });
        const { result, reasons } = await sendOnce(url({ verify: 'no' }));
        expect({ result, reasons }).toMatchObject({
          result: false,
          reasons: [{ reason: expect.stringContaining('There is no key to encrypt with') }],
        });
        expect(web.asked).toEqual([]);
      } finally {
        setDefaultCACertificates([...authorities, web.authority]);
      }
    });
  });
});
