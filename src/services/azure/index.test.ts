import { expect, test } from 'vitest';
import { play } from '../../../tests/support/play.ts';
import { createCatalog } from '../../service/load.ts';
import azure from './index.ts';

const catalog = createCatalog([azure]);
const PIECE_BYTES = 3_276_800;

const playFile = (bytes: number, ...failing: string[]) =>
  play(
    {
      name: 'a big file',
      url: 'azure://ann@home.example/tenant-1/client-1/s3cret/bob@home.example',
      message: {
        title: 'Door',
        body: 'opened',
        attachments: [{ name: 'big.txt', type: 'text/plain', text: 'a'.repeat(bytes) }],
      },
      replies: [
        ...failing.map((url_contains) => ({ match: { url_contains }, status: 500, body: '' })),
        { match: { url_contains: '/token' }, status: 200, body: '{"access_token":"t0k","expires_in":3600}' },
        { match: { url_contains: '/createUploadSession' }, status: 201, body: '{"uploadUrl":"https://up.example/1"}' },
        { match: { url_contains: 'up.example' }, status: 200, body: '' },
        { match: { url_contains: '/send' }, status: 202, body: '' },
        { match: { url_contains: '/messages' }, status: 201, body: '{"id":"draft/1"}' },
      ],
    },
    catalog,
  );

interface Shown {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const shown = (requests: readonly unknown[] = []): string[] =>
  (requests as readonly Shown[])
    .slice(1)
    .map(({ method, url, headers }) => [method, url.split('/users/')[1] ?? headers['content-range']].join(' '));

test('a big file is added to a draft in pieces, each with its place', async () => {
  const size = PIECE_BYTES + 5;
  const { requests, delivered } = await playFile(size);
  expect(shown(requests)).toEqual([
    'POST ann@home.example/messages',
    'POST ann@home.example/messages/draft%2F1/attachments/createUploadSession',
    `PUT bytes 0-${PIECE_BYTES - 1}/${size}`,
    `PUT bytes ${PIECE_BYTES}-${size - 1}/${size}`,
    'POST ann@home.example/messages/draft%2F1/send',
  ]);
  expect(delivered).toBe(true);
});

test('a file of three megabytes is part of the message', async () => {
  const { requests } = await playFile(3 * 1024 * 1024);
  expect(shown(requests)).toEqual(['POST ann@home.example/sendMail']);
});

test.each(['/createUploadSession', 'up.example'])('a draft whose file fails at %s is not sent', async (place) => {
  const { requests, delivered } = await playFile(4_000_000, place);
  expect(shown(requests).some((request) => request.endsWith('/send'))).toBe(false);
  expect(delivered).toBe(false);
});
