import { expect, test } from 'vitest';
import { fillJsonTemplate } from './json-template.ts';

test('puts values within quotes, whatever they contain', () => {
  const filled = fillJsonTemplate(
    '{"a": "{{ app_body }}", "b": "{{APP_BODY}}", "c": "{{other}}"}',
    new Map([['app_body', 'say "hi"\n']]),
  );
  expect(JSON.parse(filled)).toEqual({ a: 'say "hi"\n', b: 'say "hi"\n', c: '{{other}}' });
});
