import { describe, expect, it } from 'vitest';
import { Fields } from './fields.ts';
import { applyRules, parsePath, readRules, STATEFUL_FIELDS, STATELESS_FIELDS } from './mapping.ts';
import { Refusal } from './refusal.ts';

function map(query: string, payload: object, { known = STATEFUL_FIELDS, maxDepth = 5 } = {}): Record<string, unknown> {
  const fields = Fields.fromObject(payload);
  applyRules(readRules(new URLSearchParams(query)), fields, { known, maxDepth, key: 'k' });
  const names = ['title', 'body', 'tag', 'urls', ...Object.keys(payload)];
  return Object.fromEntries(names.filter((name) => fields.has(name)).map((name) => [name, fields.get(name)]));
}

describe('flat rules', () => {
  it.each([
    [':subject=title', { subject: 'S' }, { title: 'S' }],
    [':title=', { title: 'T', body: 'B' }, { body: 'B' }],
    [':title=body', { title: 'T', body: 'B' }, { title: 'B', body: 'T' }],
    [':title=body', { title: 'T' }, { body: 'T' }],
    [':text=body', { text: 'new', body: 'old' }, { body: 'new' }],
    [':title=Fixed', {}, { title: 'Fixed' }],
    [':title=body', { body: 'B' }, { title: 'body', body: 'B' }],
    [':other=value', { other: 1 }, { other: 'value' }],
    [':other=value', {}, {}],
    [':other=title', {}, {}],
    [':a=title&:title=body', { a: 'A', body: 'B' }, { title: 'B', body: 'A' }],
    [':a=title&:a=body', { a: 'A' }, { body: 'A' }],
    [':toString=body', {}, {}],
    ['=x&title=y', { body: 'B' }, { body: 'B' }],
  ])('%s turns %j into %j', (query, payload, expected) => expect(map(query, payload)).toEqual(expected));

  it('fill urls only where they are a field', () => {
    expect(map(':u=urls', { u: 'json://' })).toEqual({ u: 'urls' });
    expect(map(':u=urls', { u: 'json://' }, { known: STATELESS_FIELDS })).toEqual({ urls: 'json://' });
  });
});

describe('paths', () => {
  it.each([
    ['a.b', ['a', 'b']],
    ['a[0][12].b', ['a', 0, 12, 'b']],
    ['a.[0]', ['a', 0]],
    ['[0]', [0]],
    ['a..b', undefined],
    ['.a', undefined],
    ['a.', undefined],
    ['a[]', undefined],
    ['a[-1]', undefined],
    ['a[x]', undefined],
    ['a[0', undefined],
    ['a0]', undefined],
    ['a[0]b', undefined],
  ])('%s is read as %j', (path, expected) => expect(parsePath(path)).toEqual(expected));

  it('copy what they lead to', () => {
    const payload = { event: { name: 'CPU', items: [{ text: 'high' }], none: null } };
    expect(map(':event.name=title&:event.items[0].text=body&:event.none=tag', payload)).toEqual({
      title: 'CPU',
      body: 'high',
      tag: null,
      ...payload,
    });
    expect(map(':event.name=unknown', payload)).toEqual(payload);
  });

  it.each([
    [':event.missing=body', {}],
    [':event[0]=body', {}],
    [':event.name[0]=body', {}],
    [':event.items.0=body', {}],
    [':event.items[1]=body', {}],
    [':event..name=body', {}],
    [':event.constructor=body', {}],
    [':__proto__.name=body', {}],
    [':event.name=body', { maxDepth: 1 }],
  ])('that lead nowhere are refused: %s', (query, options) => {
    const payload = { event: { name: 'CPU', items: ['x'] } };
    expect(() => map(query, payload, options)).toThrow(new Refusal('mapping-failed', { detail: ' using KEY: k' }));
  });
});
