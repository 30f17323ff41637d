import { createDecipheriv, createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { createCatalog, loadService } from '../../service/load.ts';
import { scriptedPorts } from '../../../tools/conformance/wire/script.ts';
import pover from './index.ts';

const KEY = '0123456789abcdef'.repeat(4);
const URL_SEALED = `pover://uAbCdEfGhI@aZyXwVuTs?key=${KEY}&url=https://door.example`;

/** Undoes what the service does, after https://pushover.net/api/encryption. */
function open(sealed: string): string {
  const key = Buffer.from(KEY, 'hex');
  const bytes = Buffer.from(sealed, 'base64');
  const content = bytes.subarray(0, -32);
  expect(createHmac('sha256', key).update(content).digest()).toEqual(bytes.subarray(-32));
  const decipher = createDecipheriv('aes-256-cbc', key, content.subarray(0, 16));
  return gunzipSync(Buffer.concat([decipher.update(content.subarray(16)), decipher.final()])).toString();
}

test('seals every text, also the names of further files', async () => {
  const service = loadService(URL_SEALED, { catalog: createCatalog([pover]) });
  const { ports, requests } = scriptedPorts(
    [{ status: 200, body: '' }],
    [{ body: { kind: 'form' } }, { body: { kind: 'form' } }],
    '.',
  );
  const bytes = Buffer.from('open');
  const attachments = ['one.txt', 'two.txt'].map((name) => ({ name, type: 'text/plain', size: 4, source: { bytes } }));
  await createEngine(ports).notify([{ service, tags: [] }], { title: 'Door', body: 'opened', attachments });
  const forms = requests.map((request) => {
    const { value } = (request as { body: { value: [string, string][] } }).body;
    return new Map(value);
  });
  expect(forms.map((form) => form.get('encrypted'))).toEqual(['1', '1']);
  expect(forms.map((form) => open(form.get('message') ?? ''))).toEqual(['opened', 'two.txt']);
  expect(forms.map((form) => open(form.get('url') ?? ''))).toEqual(['https://door.example', 'https://door.example']);
  expect(open(forms[0]?.get('title') ?? '')).toBe('Door');
});
