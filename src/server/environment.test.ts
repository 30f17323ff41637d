import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTrue, readSettings, type Environment, type Settings } from './environment.ts';

function read(environment: Environment): { readonly settings: Settings; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  return { settings: readSettings(environment, (line) => warnings.push(line)), warnings };
}

describe('readSettings', () => {
  it('has a default for everything', () => {
    const { settings, warnings } = read({});
    expect(warnings).toEqual([]);
    expect(settings).toMatchObject({
      port: 8000,
      configDirectory: resolve('var/config'),
      attachDirectory: resolve('var/attach'),
      storageDirectory: resolve('var/config/store'),
      statefulMode: 'hash',
      maxAttachmentBytes: 200 * 1024 * 1024,
      maxConfigCharacters: 512 * 1024,
      maxPayloadBytes: 3 * 1024 * 1024,
      denyServices: ['windows', 'dbus', 'gnome', 'macosx', 'syslog'],
      allowServices: undefined,
      interpretEmojis: undefined,
      allowedHosts: ['*'],
      basePath: '',
      logLevel: 'INFO',
      timeZone: 'UTC',
    });
  });

  it.each<[Environment, Partial<Settings>]>([
    [{ PORT: '1', HTTP_PORT: '2' }, { port: 1 }],
    [{ HTTP_PORT: '2' }, { port: 2 }],
    [{ IPV4_ONLY: 'yes' }, { addresses: [{ host: '0.0.0.0', ipv6Only: false }] }],
    [{ IPV6_ONLY: 'yes' }, { addresses: [{ host: '::', ipv6Only: true }] }],
    [{ APPRISE_CONFIG_DIR: '/c' }, { configDirectory: '/c', storageDirectory: '/c/store' }],
    [{ APPRISE_STORAGE_DIR: '' }, { storageDirectory: undefined }],
    [{ APPRISE_STATEFUL_MODE: ' Simple ' }, { statefulMode: 'simple' }],
    [{ APPRISE_STATEFUL_MODE: 'bogus' }, { statefulMode: 'disabled' }],
    [{ APPRISE_CONFIG_MAX_LENGTH: '9999', APPRISE_UPLOAD_MAX_MEMORY_SIZE: '1' }, { maxConfigCharacters: 1024 * 1024 }],
    [{ APPRISE_ATTACH_ALLOW_URL: '' }, { attachAllowUrls: '' }],
    [{ APPRISE_DENY_SERVICES: '' }, { denyServices: [] }],
    [{ APPRISE_ALLOW_SERVICES: 'JSON, mailto' }, { allowServices: ['json', 'mailto'] }],
    [{ APPRISE_INTERPRET_EMOJIS: 'no' }, { interpretEmojis: false }],
    [{ APPRISE_BASE_URL: 'a/b/' }, { basePath: '/a/b' }],
    [{ BASE_URL: '/old', APPRISE_BASE_URL: '' }, { basePath: '/old' }],
    [{ BASE_URL: '/old', APPRISE_BASE_URL: '/new' }, { basePath: '/new' }],
    [{ ALLOWED_HOSTS: 'a.example B.example' }, { allowedHosts: ['a.example', 'b.example'] }],
    [{ DEBUG: 'yes' }, { logLevel: 'DEBUG' }],
    [{ DEBUG: 'yes', LOG_LEVEL: 'error' }, { logLevel: 'ERROR' }],
    [{ TZ: 'America/Toronto' }, { timeZone: 'America/Toronto' }],
    [
      { https_proxy: 'http://proxy:1' },
      { proxies: { http: undefined, https: 'http://proxy:1', all: undefined, no: undefined } },
    ],
  ])('reads %j', (environment, expected) => {
    const { settings, warnings } = read(environment);
    expect(settings).toMatchObject(expected);
    expect(warnings).toEqual([]);
  });

  it.each<[Environment, Partial<Settings>]>([
    [{ PORT: 'http' }, { port: 8000 }],
    [{ PORT: '70000' }, { port: 8000 }],
    [{ APPRISE_ATTACH_SIZE: '-1' }, { maxAttachmentBytes: 200 * 1024 * 1024 }],
    [{ APPRISE_CONFIG_LOCK: '' }, { configLock: false }],
    [{ APPRISE_DEFAULT_CONFIG_ID: 'no key' }, { defaultKey: 'apprise' }],
    [{ APPRISE_BASE_URL: '/a?b' }, { basePath: '' }],
    [{ LOG_LEVEL: 'loud' }, { logLevel: 'INFO' }],
    [{ TZ: 'Moon/Base' }, { timeZone: 'UTC' }],
  ])('takes the default for %j and says so', (environment, expected) => {
    const { settings, warnings } = read(environment);
    expect(settings).toMatchObject(expected);
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`^${Object.keys(environment)[0]} .*the default is used$`)),
    ]);
  });
});

it.each([
  [['yes', 'Y', '1', 'true', 'enable', '+', 'active'], true],
  [['no', '0', 'false', 'on', 'off', ''], false],
])('%j are flags that say %s', (texts, expected) => {
  expect(texts.map(isTrue)).toEqual(texts.map(() => expected));
});
