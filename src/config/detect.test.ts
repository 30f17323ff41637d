import { expect, test } from 'vitest';
import { detectFormat } from './detect.ts';

test.each([
  ['', 'text'],
  ['\n \t\r\n; note\n# note', 'text'],
  ['# note\n\njson://localhost', 'text'],
  ['a, 2:b=json://localhost', 'text'],
  ['---\nurls:', undefined],
  ['urls:', 'yaml'],
  ['\ufeff# note\nversion: 1', 'yaml'],
  ['%YAML 1.1\n---\nurls:', 'yaml'],
  ['a = json://localhost', undefined],
  ['group = tag', undefined],
  ['include other.cfg\njson://localhost', undefined],
  ['- json://localhost', undefined],
  ['{"urls": []}', undefined],
])('%j is %s', (content, format) => expect(detectFormat(content)).toBe(format));
