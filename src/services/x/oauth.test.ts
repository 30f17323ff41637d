import { expect, test } from 'vitest';
import { authorizationOf } from './oauth.ts';

test('signs the example of the documentation', () => {
  // https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/creating-a-signature
  const authorization = authorizationOf(
    {
      method: 'POST',
      url: 'https://api.twitter.com/1.1/statuses/update.json',
      query: { status: 'Hello Ladies + Gentlemen, a signed OAuth request!', include_entities: 'true' },
    },
    {
      ckey: 'xvz1evFS4wEEPTGEFPHBog',
      csecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
      akey: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
      asecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
    },
    'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
    1_318_622_958_000,
  );
  expect(authorization).toContain('oauth_signature="hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D"');
});

test('sorts parameters by their encoded names and values', () => {
  const keys = { ckey: 'c', csecret: 'cs', akey: 'a', asecret: 'as' };
  const sign = (query: Readonly<Record<string, string>>) =>
    authorizationOf({ method: 'GET', url: 'https://door.example/', query }, keys, 'n', 0);
  expect(sign({ b: '1', a: '2' })).toBe(sign({ a: '2', b: '1' }));
  expect(sign({ b: '1', a: '2' })).not.toBe(sign({ b: '2', a: '1' }));
});
