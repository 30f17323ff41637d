// `deliver`: later messages close, acknowledge or annotate the alerts that earlier ones opened.
import { createHash } from 'node:crypto';
import type { AnyDefinition } from '../../service/define.ts';
import { defineService, field, http } from '../../service/index.ts';
import { readTypeMapping } from '../../service/type-mapping.ts';
import { cut, fits } from '../../text/code-points.ts';

const ACTIONS = ['new', 'close', 'delete', 'acknowledge', 'note'] as const;
type Action = (typeof ACTIONS)[number];
const MAPPING = { info: 'note', success: 'close', warning: 'new', failure: 'new' } as const;
const PATHS: Readonly<Record<Exclude<Action, 'new'>, string>> = {
  close: '/close',
  delete: '',
  acknowledge: '/acknowledge',
  note: '/notes',
};

/** Responders of one request, and characters of a message: https://docs.opsgenie.com/docs/alert-api */
const BATCH_SIZE = 50;
const MAX_MESSAGE_LENGTH = 130;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REMEMBERED_SECONDS = 60 * 24 * 60 * 60;

/** A user by name; what has but one character is none. */
const readUser = (text: string): string | undefined => (text.length < 2 ? undefined : text.replace(/^@/, ''));
const responder = (type: string, key: 'name' | 'username') => (id: string) => ({
  type,
  ...(UUID.test(id) ? { id } : { [key]: id }),
});

const shorten = (text: string): string =>
  fits(text, MAX_MESSAGE_LENGTH) ? text : `${cut(text, MAX_MESSAGE_LENGTH - 3)}...`;

/** What tells the services apart that took over the alerts of Opsgenie. */
export interface AlertService {
  readonly id: string;
  readonly name: string;
  readonly homepage: string;
  readonly setup?: string;
  /** The template URLs are written with. */
  readonly canonical: string;
  readonly addresses: Readonly<Record<'us' | 'eu', string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A service that opens alerts for responders, and works on them later. */
export const alertService = ({ id, addresses, headers, ...own }: AlertService): AnyDefinition =>
  defineService({
    ...own,
    id,
    category: 'incident',
    schemes: { secure: [id] },
    limits: { body: 15_000 },

    url: ['[{user}@]{apikey}', '[{user}@]{apikey}/{targets}'],
    fields: {
      apikey: field.secret('API Key', { required: true, undocumented: ['apikey'] }),
      user: field.text('Username'),
      targets: field.recipients(
        {
          team: { label: 'Target Team', prefix: '#' },
          schedule: { label: 'Target Schedule', prefix: '*' },
          user: { label: 'Target User', prefix: '@', fallback: true, read: readUser },
          escalation: { label: 'Target Escalation', prefix: '^' },
        },
        { label: 'Targets ', sorted: true },
      ),
      action: field.choice('Action', ['map', ...ACTIONS], { default: 'map', match: 'prefix' }),
      region_name: field.choice('Region Name', ['us', 'eu'], { key: 'region', default: 'us' }),
      priority: field.choice('Priority', [1, 2, 3, 4, 5], {
        default: 3,
        lenient: true,
        names: ['low', 'moderate', 'normal', 'high', 'emergency'],
        match: 'start',
        synonyms: { l: 1, m: 2, n: 3, h: 4, e: 5, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, p1: 1, p2: 2, p3: 3, p4: 4, p5: 5 },
      }),
      batch: field.flag('Batch Mode', { default: false }),
      entity: field.text('Entity'),
      alias: field.text('Alias'),
      tags: field.list('Tags', { published: { type: 'string' } }),
      details: field.map('Details', '+', { late: false, safe: ':' }),
      mapping: field.map('Action Mapping', ':', { late: false, safe: ':' }),
    },
    identity: ['region_name', 'apikey'],
    resolve: (settings) => ({ ...settings, mapping: readTypeMapping(settings.mapping, MAPPING, ACTIONS) }),
    write: ({ mapping }) => ({ mapping: new Map(Object.entries(mapping)) }),
    count: ({ targets, batch }) => {
      const { length } = [targets.team, targets.schedule, targets.escalation, targets.user].flat();
      return Math.max(1, batch ? Math.ceil(length / BATCH_SIZE) : length);
    },

    accept: [200, 202],
    async deliver(settings, { title, body, type }, context) {
      const { apikey, user, region_name, priority, entity, alias, tags, details, targets, batch } = settings;
      const action = settings.action === 'map' ? settings.mapping[type] : settings.action;
      const address = addresses[region_name];
      const options = { auth: `GenieKey ${apikey}`, headers: { ...headers, 'Content-Type': 'application/json' } };
      const source = context.asset.appDescription;
      const key = createHash('sha1')
        .update(entity ?? alias ?? (title || context.asset.appId))
        .digest('hex')
        .slice(0, 10);

      if (action !== 'new') {
        const opened = await context.session.get(key);
        const note = { source, note: body, user };
        let isComplete = true;
        for (const id of Array.isArray(opened) ? (opened as string[]) : []) {
          const url = `${address}/${id}${PATHS[action]}`;
          const method = action === 'delete' ? 'DELETE' : 'POST';
          const { ok } = await context.send(
            http.request(method, url, { ...options, query: { identifierType: 'id' }, json: note }),
          );
          isComplete &&= ok;
        }
        if (action === 'delete' && isComplete) await context.session.clear(key);
        return;
      }
      const responders = [
        ...targets.team.map(responder('team', 'name')),
        ...targets.schedule.map(responder('schedule', 'name')),
        ...targets.user.map(responder('user', 'username')),
        ...targets.escalation.map(responder('escalation', 'name')),
      ];
      const opened: string[] = [];
      for (const group of responders.length > 0 ? http.chunk(responders, batch ? BATCH_SIZE : 1) : [undefined]) {
        const reply = await context.send(
          http.post(address, {
            ...options,
            json: {
              source,
              message: shorten(title || body),
              description: body,
              details: { type, ...Object.fromEntries(details) },
              priority: `P${priority}`,
              ...(tags.length > 0 && { tags }),
              entity,
              alias,
              user,
              responders: group,
            },
          }),
        );
        const id = reply.ok ? reply.json<{ requestId: string }>()?.requestId : undefined;
        if (id !== undefined) opened.push(id);
        else if (reply.ok) context.fail('The alert was taken without an id');
      }
      await context.session.set(key, opened, { expiresInSeconds: REMEMBERED_SECONDS });
    },
  });
