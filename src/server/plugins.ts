import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineService, type AnyDefinition, type AnySettings, type DeliverContext } from '../service/define.ts';
import { schemesOf } from '../service/details.ts';
import { field, hostFields, HOST_TEMPLATE } from '../service/fields.ts';
import type { Message } from '../service/message.ts';
import type { Log } from './log.ts';

/** What a module may export instead of a definition; false means that the notification was not delivered. */
type NotifyFunction = (message: Message, settings: AnySettings, context: DeliverContext) => unknown;

const SCHEME = /^[a-z0-9]{1,32}$/;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Whether a value has what every definition has. */
function isDefinition(value: unknown): value is AnyDefinition {
  if (!isObject(value)) return false;
  const { id, name, schemes, url, fields, requests, deliver } = value;
  const works = typeof requests === 'function' || typeof deliver === 'function';
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    isObject(schemes) &&
    url !== undefined &&
    isObject(fields) &&
    works
  );
}

/** A service of one function: its URL is `scheme://` and a host, with whatever the function wants to know of it. */
const fromFunction = (scheme: string, name: string, notify: NotifyFunction): AnyDefinition =>
  defineService({
    id: scheme,
    name,
    category: 'webhook',
    schemes: { plain: [scheme] },
    url: HOST_TEMPLATE,
    verifyHost: false,
    attachments: 'streamed',
    throttleSeconds: 0,
    fields: {
      ...hostFields,
      host: field.text('Hostname'),
      fullpath: field.path(),
      headers: field.map('Header', '+'),
      params: field.map('Parameter', '-'),
      payload: field.map('Payload', ':'),
    },
    async deliver(settings, message, context) {
      const delivered = await notify(message, settings as unknown as AnySettings, context);
      if (delivered === false) context.fail('the custom service did not deliver it');
    },
  });

/** The services a module exports: definitions under any name, or a function `notify` with a `scheme`. */
function servicesOf(module: Readonly<Record<string, unknown>>): AnyDefinition[] {
  const definitions = Object.values(module).flat().filter(isDefinition);
  const { scheme, notify, name } = module;
  if (typeof notify === 'function' && typeof scheme === 'string' && SCHEME.test(scheme))
    definitions.push(fromFunction(scheme, typeof name === 'string' ? name : scheme, notify as NotifyFunction));
  return [...new Set(definitions)].filter((definition) => schemesOf(definition).every((known) => SCHEME.test(known)));
}

/** The modules at a path: the file itself, or those in a directory. */
async function findModules(path: string): Promise<string[]> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isDirectory()) return stats?.isFile() ? [path] : [];
  const names = await readdir(path);
  return names
    .filter((name) => /\.m?js$/.test(name))
    .toSorted()
    .map((name) => join(path, name));
}

/** The custom services of an operator; a module that cannot be used is reported and left out. */
export async function loadPlugins(paths: readonly string[], log: Log): Promise<readonly AnyDefinition[]> {
  const found = await Promise.all(paths.map((path) => findModules(resolve(path))));
  const loaded = await Promise.all(found.flat().map((file) => loadPlugin(file, log)));
  return loaded.flat();
}

async function loadPlugin(file: string, log: Log): Promise<AnyDefinition[]> {
  try {
    const services = servicesOf((await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>);
    if (services.length === 0) log.write('WARNING', 'a plugin exports no service', { file });
    for (const { name } of services) log.write('INFO', 'custom service loaded', { name, file });
    return services;
  } catch (error) {
    log.write('ERROR', 'a plugin cannot be loaded', {
      file,
      reason: error instanceof Error ? error.message : undefined,
    });
    return [];
  }
}
