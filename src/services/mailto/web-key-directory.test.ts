import { expect, test } from 'vitest';
import { directoryUrls } from './web-key-directory.ts';

test('the places of a key are those of the example in the draft of the standard', () => {
  expect(directoryUrls('Joe.Doe@Example.ORG')).toEqual([
    'https://openpgpkey.example.org/.well-known/openpgpkey/example.org/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe',
    'https://example.org/.well-known/openpgpkey/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe',
  ]);
});

test.each([
  'nobody',
  '@mail.example',
  'ann@',
  'ann@127.0.0.1',
  'ann@[::1]',
  'ann@mail.example/x',
  'ann@a:1',
  'ann@a?b',
])('%s has no such place', (address) => {
  expect(directoryUrls(address)).toEqual([]);
});

test('an address cannot change the place', () => {
  expect(directoryUrls('a&b=/../c#d@e@mail.example')[1]).toMatch(
    /^https:\/\/mail\.example\/\.well-known\/openpgpkey\/hu\/\w{32}\?l=a%26b%3D%2F\.\.%2Fc%23d%40e$/,
  );
});
