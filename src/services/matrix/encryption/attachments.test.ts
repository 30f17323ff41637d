import { expect, test } from 'vitest';
import { encryptFile } from './attachments.ts';

test('a key is written in the Base64 of the web, all else in the usual one, and the counter begins at zero', () => {
  const { describe, content } = encryptFile(Buffer.from('hello'), (bytes) => Buffer.alloc(bytes, 0xff));
  expect(content.toString('hex')).toBe('c712594ede');
  expect(describe('mxc://example.org/1')).toMatchObject({
    url: 'mxc://example.org/1',
    key: { k: '_'.repeat(42) + '8' },
    iv: '//////////8AAAAAAAAAAA',
  });
});
