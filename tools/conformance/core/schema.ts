import { definitions } from '../../../src/services/index.ts';
import type { Judge, Row } from './judge.ts';
import { catalog, describe, load, needs } from './services.ts';

interface Input {
  readonly service?: string;
  readonly schema?: string;
  readonly url?: string;
}

const DEFAULTS = { title: 250, body: 32768, lines: 0 };
const DEFAULT_THROTTLE_SECONDS = 5.5;

function facts(name: string): Record<string, unknown> {
  needs(name);
  const definition = definitions.find((candidate) => candidate.name === name)!;
  const { schemes, limits } = definition;
  // Limits that depend on the URL are compared with those of loaded URLs.
  const { title, body, lines } = typeof limits === 'function' ? {} : { ...DEFAULTS, ...limits };
  return {
    protocol: (schemes.plain ?? []).toSorted(),
    secure_protocol: (schemes.secure ?? []).toSorted(),
    attachment_support: definition.attachments !== undefined,
    ...(typeof limits !== 'function' && { title_maxlen: title, body_maxlen: body, body_max_line_count: lines }),
    notify_format: definition.format ?? 'text',
    overflow_amalgamate_title: definition.amalgamateTitle ?? false,
    overflow_buffer: 0,
    overflow_display_title_once: null,
    overflow_display_count_threshold: 130,
    default_html_tag_id: 'b',
    request_rate_per_sec: definition.throttleSeconds ?? DEFAULT_THROTTLE_SECONDS,
    image_size: definition.imageSize ?? null,
    has_native_url: definition.native !== undefined,
  };
}

/** Leaves out what no service changes, and limits where ours depend on the URL. */
export const prepare = (row: Row): Row => {
  if (row.kind !== 'service') return row;
  const { overflow_max_display_count_width: _, ...out } = row.out as Record<string, unknown>;
  const definition = definitions.find(({ name }) => name === row.in['service']);
  if (typeof definition?.limits === 'function')
    for (const name of ['title_maxlen', 'body_maxlen', 'body_max_line_count']) delete out[name];
  return { ...row, out };
};

export const judge: Judge<Input> = ({ in: { service: name, schema, url } }) => {
  if (name !== undefined) return facts(name);
  if (schema !== undefined) return catalog.byScheme.has(schema);
  const service = load(url);
  return service ? { valid: true, ...describe(service) } : { valid: false };
};
