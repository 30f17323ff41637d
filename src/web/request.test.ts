import { describe, expect, it } from 'vitest';
import { formatCommand, prepare, type Draft } from './request.ts';

const draft = (more: Partial<Draft> = {}): Draft => ({
  method: 'POST',
  path: '/notify/{key}',
  values: [{ name: 'key', place: 'path', value: 'home' }],
  accept: 'text/plain',
  body: undefined,
  ...more,
});

const form = { type: 'application/x-www-form-urlencoded', text: "body=It's = fine\n\n title =A & B\r\n", files: [] };
const multipart = { ...form, type: 'multipart/form-data', files: [new File(['x'], 'a "b".txt')] };

describe('prepare', () => {
  it('puts values where they belong', () => {
    const values: Draft['values'] = [
      { name: 'key', place: 'path', value: 'a/b $&' },
      { name: 'tag', place: 'query', value: 'a, b' },
      { name: 'rules', place: 'pairs', value: ':text=body&:x=' },
      { name: 'X-Apprise-ID', place: 'header', value: 'one' },
    ];
    expect(prepare(draft({ values }))).toEqual({
      target: '/notify/a%2Fb%20%24%26?tag=a%2C+b&%3Atext=body&%3Ax=',
      method: 'POST',
      headers: { Accept: 'text/plain', 'X-Apprise-ID': 'one' },
      body: undefined,
    });
  });

  it('sends JSON as it is written', () => {
    const body = { type: 'application/json', text: '{ "body": 1', files: [] };
    expect(prepare(draft({ body }))).toMatchObject({
      headers: { 'Content-Type': 'application/json' },
      body: body.text,
    });
  });

  it('sends the lines of a form as its fields', () => {
    expect(prepare(draft({ body: form }))).toMatchObject({
      headers: { 'Content-Type': form.type },
      body: 'body=It%27s+%3D+fine&title=A+%26+B',
    });
    const { headers, body } = prepare(draft({ body: multipart }));
    expect(headers).toEqual({ Accept: 'text/plain' });
    expect([...(body as FormData)].slice(0, 2)).toEqual([
      ['body', "It's = fine"],
      ['title', 'A & B'],
    ]);
    expect((body as FormData).get('attachment')).toMatchObject({ name: 'a "b".txt' });
  });
});

describe('formatCommand', () => {
  it.each([
    [{ method: 'GET', path: '/status' }, "curl http://here/status -H 'Accept: text/plain'"],
    [{}, "curl http://here/notify/home -H 'Accept: text/plain' -X POST"],
    [
      { body: { type: 'application/json', text: '{"body": "It\'s"}', files: [] } },
      `curl http://here/notify/home -H 'Accept: text/plain' -H 'Content-Type: application/json' --data-raw '{"body": "It'\\''s"}'`,
    ],
    [
      { body: form },
      `curl http://here/notify/home -H 'Accept: text/plain' -H 'Content-Type: ${form.type}' ` +
        `--data-urlencode 'body=It'\\''s = fine' --data-urlencode 'title=A & B'`,
    ],
    [
      { body: multipart },
      `curl http://here/notify/home -H 'Accept: text/plain' --form-string 'body=It'\\''s = fine' ` +
        `--form-string 'title=A & B' -F 'attachment=@"a \\"b\\".txt"'`,
    ],
  ] satisfies [Partial<Draft>, string][])('%j', (more, expected) => {
    expect(formatCommand(draft(more), 'http://here').replaceAll(' \\\n  ', ' ')).toBe(expected);
  });
});
