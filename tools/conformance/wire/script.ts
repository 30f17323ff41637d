import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Ports } from '../../../src/engine/ports.ts';
import { DeliveryError } from '../../../src/service/errors.ts';
import { PersistentStore } from '../../../src/store/persistent.ts';
import { TransportError } from '../../../src/transport/http/errors.ts';
import { openPgp } from '../../../src/transport/openpgp.ts';
import { scriptedReply } from './reply.ts';
import type { Rule } from './rule.ts';
import { playProtocol } from './protocols.ts';
import { showHttp } from './recorded.ts';

const CLOCK_MILLISECONDS = Date.UTC(2024, 4, 17, 8, 43, 21);

/** Ports that answer by script, and what went through them. */
export interface Script {
  readonly ports: Ports;
  readonly requests: unknown[];
  readonly sleeps: number[];
}

/** Ports whose replies are scripted and whose clock stands still but for sleeps; their randomness repeats. */
export function scriptedPorts(rules: readonly Rule[], recorded: readonly unknown[], filesDirectory: string): Script {
  const requests: unknown[] = [];
  const sleeps: number[] = [];
  const used = new Map<Rule, number>();
  let now = CLOCK_MILLISECONDS;
  let drawn = 0;

  const take = (fits: (rule: Rule) => boolean): Rule | undefined => {
    const rule = rules.find(
      (candidate) => (used.get(candidate) ?? 0) < (candidate.times ?? Infinity) && fits(candidate),
    );
    if (rule) used.set(rule, (used.get(rule) ?? 0) + 1);
    return rule;
  };
  const sessions = new Map<string | undefined, PersistentStore>();

  const ports: Ports = {
    http: {
      async send(request, options) {
        const rule = take(
          ({ match = {} }) =>
            (match.method === undefined || match.method.toLowerCase() === request.method.toLowerCase()) &&
            (match.url_contains === undefined || request.url.includes(match.url_contains)),
        );
        const shown = showHttp(request, options, recorded[requests.length], filesDirectory);
        requests.push(rule ? shown : { ...shown, unmatched: true });
        if (rule?.error === 'connection') throw new TransportError('unreachable', 'connect', 'refused by script');
        if (rule?.error === 'read_timeout') throw new TransportError('timed-out', 'reply', 'silent by script');
        return scriptedReply(rule?.status ?? 404, rule?.headers ?? {}, rule?.body ?? '');
      },
    },
    async protocols(request) {
      const { shown, fails, seconds } = playProtocol(
        request,
        take(() => true),
      );
      if (shown !== undefined) requests.push(shown);
      if (seconds !== undefined) await ports.clock.sleep(seconds);
      if (fails) throw new DeliveryError({ code: 'unreachable', reason: 'refused by script' });
      return new ScriptedProtocolReply();
    },
    lackOf: () => undefined,
    sessions(identity) {
      let session = sessions.get(identity);
      if (!session) sessions.set(identity, (session = new PersistentStore(identity ?? 'none', { now: () => now })));
      return session;
    },
    readFile: (location) => readFile(resolve(filesDirectory, location)).catch(() => undefined),
    pgp: openPgp,
    clock: {
      now: () => now,
      async sleep(seconds) {
        sleeps.push(seconds);
        now += seconds * 1000;
      },
    },
    random: {
      bytes: (count) => Buffer.alloc(count, ++drawn),
      uuid: () => `00000000-0000-4000-8000-${String(++drawn).padStart(12, '0')}`,
    },
    throttle: false,
  };
  return { ports, requests, sleeps };
}

/** Other protocols answer nothing but that they worked. */
class ScriptedProtocolReply {
  readonly ok = true;
  readonly status = 200;
  readonly text = '';
  bytes(): Uint8Array {
    return new Uint8Array();
  }
  header(): undefined {
    return undefined;
  }
  json(): undefined {
    return undefined;
  }
}
