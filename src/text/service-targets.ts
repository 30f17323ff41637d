import { parseList, splitItems } from './lists.ts';

/** An action of a home automation and whom it reaches, as in `notify.phone:ann,bob`. */
export interface ServiceTarget {
  readonly domain: string;
  readonly service: string;
  readonly targets: readonly string[];
}

const SERVICE_TARGET = /^\s*(?:([\w-]+)\.)?([\w-]+)(?::([\w,-]+))?/;
const SERVICE_TARGETS = /(?<![\w-])(?:[\w-]+\.)?[\w-]+(?::[\w-]+(?:,+[\w-]+)*)?(?=$|[\s,]+[\w-])/g;

/** The action a text begins with, or undefined; without a domain it is of the domain given. */
export function parseServiceTarget(text: string, defaultDomain = 'notify'): ServiceTarget | undefined {
  const [, domain = defaultDomain, service, targets = ''] = SERVICE_TARGET.exec(text) ?? [];
  return service === undefined ? undefined : { domain, service, targets: parseList(targets) };
}

/** The actions in a text; where there is none, its items, so that each can be reported. */
export const splitServiceTargets = (text: string): string[] => text.match(SERVICE_TARGETS) ?? splitItems(text);
