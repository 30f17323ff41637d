import { describe, expect, it } from 'vitest';
import { UrlFilter, type FilteredUrl } from './url-filter.ts';

function read(text: string): FilteredUrl {
  const [, protocol, host = '', port, path = '/'] =
    /^(https?):\/\/(\[[^\]]*\]|[^:/]+)(?::(\d+))?(\/.*)?$/.exec(text) ?? [];
  return { secure: protocol === 'https', host, port: port === undefined ? undefined : Number(port), path };
}

describe('UrlFilter', () => {
  it.each([
    ['', '*', 'http://example.org/x', true],
    ['', '', 'http://example.org/x', false],
    ['127.0.* localhost*', '*', 'http://127.0.0.1:8080/x', false],
    ['127.0.* localhost*', '*', 'http://LocalHost.localdomain/x', false],
    ['127.0.* localhost*', '*', 'http://my.localhost/x', true],
    ['example.org', '*', 'http://example.org/x', false],
    ['example.org', '*', 'http://example.org:81/x', true],
    ['example.org:81', '*', 'http://example.org:81/x', false],
    ['', 'example.org, other.org', 'https://other.org/', true],
    ['', 'host?.org', 'https://host1.org/', true],
    ['', 'host?.org', 'https://host.org/', false],
    ['', 'host?.org', 'https://host12.org/', false],
    ['', 'https://example.org', 'https://example.org/any/path', true],
    ['', 'https://example.org', 'http://example.org/', false],
    ['', 'https://example.org', 'https://example.org:444/', false],
    ['', 'example.org/files/', 'http://example.org/files/a/b', true],
    ['', 'example.org/files', 'http://example.org/files', true],
    ['', 'example.org/files', 'http://example.org/filesystem', false],
    ['', 'example.org/x*', 'http://example.org/xyz', true],
    ['', 'example.org/x*', 'http://example.org/xyz/more', false],
    ['example.org/private', 'example.org', 'http://example.org/private/a', false],
    ['', 'ex.mple.org', 'http://example.org/', false],
  ])('reject "%s" and allow "%s": %s is %s', (reject, allow, url, expected) =>
    expect(new UrlFilter(reject, allow).allows(read(url))).toBe(expected),
  );

  it.each([
    ['127.0.* localhost*', '127.0.0.1', true],
    ['127.0.* localhost*', '::1', true],
    ['127.0.* localhost*', '0.0.0.0', true],
    ['127.0.* localhost*', '::ffff:127.0.0.1', true],
    ['127.0.* localhost*', '192.168.0.1', false],
    ['10.*', '10.1.2.3', true],
    ['http://10.0.0.1/private', '10.0.0.1', false],
    ['internal', '192.168.0.1', true],
    ['internal', '::1', true],
    ['internal', '93.184.216.34', false],
    ['', '127.0.0.1', false],
  ])('reject "%s": contacting %s is forbidden: %s', (reject, address, expected) =>
    expect(new UrlFilter(reject, '*').forbids(address)).toBe(expected),
  );
});
