import { expect, test } from 'vitest';
import { Scram, type ScramLogin } from './scram.ts';

const login: ScramLogin = {
  hash: 'sha1',
  user: 'user',
  password: 'pencil',
  binding: 'n',
  bindingData: new Uint8Array(),
};

/** The examples of RFC 5802 (section 5) and RFC 7677 (section 3). */
const examples = [
  {
    hash: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    proof: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    answer: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    hash: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    challenge: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    proof: 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    answer: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
] as const;

test.each(examples)('the example for $hash', async ({ hash, nonce, challenge, proof, answer }) => {
  const scram = new Scram({ ...login, hash }, nonce);
  expect(scram.greeting).toBe(`n,,n=user,r=${nonce}`);
  expect(await scram.prove(challenge)).toBe(proof);
  expect(scram.isProof(answer)).toBe(true);
  expect(scram.isProof('v=AAAA')).toBe(false);
  expect(scram.isProof(`v=${Buffer.alloc(hash === 'sha1' ? 20 : 32).toString('base64')}`)).toBe(false);
  expect(scram.isProof('e=other-error')).toBe(false);
});

test('nothing is proved before the proof was asked for', () => expect(new Scram(login).isProof('v=')).toBe(false));

test('names, and what binds a login', async () => {
  const scram = new Scram(
    { ...login, user: 'a=b,c', binding: 'p=tls-exporter', bindingData: Buffer.from('key') },
    'abc',
  );
  expect(scram.greeting).toBe('p=tls-exporter,,n=a=3Db=2Cc,r=abc');
  const bound = Buffer.from('p=tls-exporter,,key').toString('base64');
  expect(await scram.prove('r=abcdef,s=c2FsdA==,i=4096')).toMatch(`c=${bound},r=abcdef,p=`);
});

test.each([
  ['another nonce', 'r=xyzdef,s=c2FsdA==,i=4096'],
  ['the same nonce', 'r=abc,s=c2FsdA==,i=4096'],
  ['no salt', 'r=abcdef,i=4096'],
  ['too little work', 'r=abcdef,s=c2FsdA==,i=1'],
  ['too much work', 'r=abcdef,s=c2FsdA==,i=2000000000'],
  ['no number', 'r=abcdef,s=c2FsdA==,i=many'],
  ['an extension', 'm=x,r=abcdef,s=c2FsdA==,i=4096'],
])('a challenge with %s', async (_, challenge) => {
  expect(await new Scram(login, 'abc').prove(challenge)).toBeUndefined();
});

test('no two logins are alike', () => expect(new Scram(login).greeting).not.toBe(new Scram(login).greeting));
