import { detectFormat, type ConfigFormat } from '../../config/detect.ts';
import { formatUrl } from '../../service/write.ts';
import { fits } from '../../text/code-points.ts';
import { confirm } from '../answers.ts';
import type { ServerContext } from '../context.ts';
import type { Settings } from '../environment.ts';
import type { Exchange } from '../exchange.ts';
import type { Fields } from '../fields.ts';
import { cleanForm, type Form } from '../forms.ts';
import { CONFIRMED, formSchema, TEXT, URLS } from '../openapi/common.ts';
import { BODY_TYPES, type Body, type Operation, type Schema } from '../openapi/operation.ts';
import { PAYLOAD_REFUSALS, readPayload } from '../payload.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import type { Route } from '../router.ts';
import { removeUploads } from '../uploads.ts';

const FORMATS = ['auto', 'text', 'yaml'] as const;
const URLS_FORM: Form = { urls: { maxLength: 1024 } };
const configForm = ({ maxConfigCharacters }: Settings): Form => ({
  config: { maxLength: maxConfigCharacters },
  format: { values: FORMATS, fallback: 'auto' },
});

const FIELDS: Readonly<Record<string, Schema>> = {
  urls: URLS,
  config: { ...TEXT, description: 'A configuration as a whole; only looked at if there are no `urls`.' },
  format: { type: 'string', enum: FORMATS, description: 'What the configuration is written in.' },
};
const EXAMPLES: Body['examples'] = {
  urls: { summary: 'URLs', value: { urls: 'json://localhost:9000, xml://localhost:9000/alerts' } },
  config: { summary: 'A configuration', value: { config: 'family = json://localhost:9000', format: 'text' } },
};

function describe({ settings }: ServerContext): Operation {
  const form = { schema: formSchema({ ...URLS_FORM, ...configForm(settings) }, FIELDS), examples: EXAMPLES };
  const json: Schema = {
    title: 'Configuration',
    type: 'object',
    properties: FIELDS,
    anyOf: [{ required: ['urls'] }, { required: ['config', 'format'] }],
  };
  return {
    id: 'storeConfiguration',
    section: 'Configurations',
    summary: 'Store a configuration',
    description: 'Takes the place of what was stored under the key. URLs that are not valid are left out.',
    bodies: {
      [BODY_TYPES.json]: { schema: json, examples: EXAMPLES },
      [BODY_TYPES.urlEncoded]: form,
      [BODY_TYPES.multipart]: form,
    },
    answers: { 200: CONFIRMED },
    refusals: [
      'invalid-structure',
      'no-valid-urls',
      'no-services',
      'no-configuration',
      'invalid-config-format',
      'undetected-config-format',
      'config-too-large',
      ...PAYLOAD_REFUSALS,
      'denied',
      'urls-not-saved',
      'config-not-saved',
    ],
  };
}

/** What is to be stored, and the refusal if that cannot be done. */
interface Addition {
  readonly content: string;
  readonly format: ConfigFormat;
  readonly failure: RefusalCode;
}

/** Stores a configuration, given as a whole or as URLs. */
export const addRoute = (context: ServerContext): Route => ({
  path: '/add/{key}',
  view: 'add',
  operations: { post: describe(context) },
  async post(exchange) {
    const { settings, configurations, log } = context;
    if (settings.configLock) throw new Refusal('denied');
    const { content, format, failure } = await readAddition(context, exchange);
    await configurations.save(exchange.key, content, format, failure);
    log.write('INFO', 'configuration stored', { key: exchange.key, client: exchange.client });
    confirm(exchange, 'Successfully saved configuration');
  },
});

async function readAddition(context: ServerContext, exchange: Exchange): Promise<Addition> {
  const { fields, isForm, isShapeless, uploads } = await readPayload(exchange, context);
  await removeUploads(uploads);
  if (isShapeless) throw new Refusal('invalid-json');
  if (isForm) return readForm(context, fields);
  if (fields.isEmpty) throw new Refusal('invalid-structure');
  if (fields.has('urls')) return readUrls(context, fields.get('urls'));
  if (!fields.has('config')) throw new Refusal('no-configuration');
  return readConfig(context, fields.get('config'), fields.get('format'));
}

/** A form is two at once: one with URLs, which counts if it is in order, and one with a configuration. */
function readForm(context: ServerContext, fields: Fields): Promise<Addition> | Addition {
  if (cleanForm(fields, URLS_FORM) && fields.get('urls') !== '') return readUrls(context, fields.get('urls'));
  if (!cleanForm(fields, configForm(context.settings))) throw new Refusal('invalid-structure');
  return readConfig(context, fields.get('config'), fields.get('format'));
}

function readUrls({ services }: ServerContext, urls: unknown): Addition {
  const loaded = services.loadAll(urls);
  if (loaded.length === 0) throw new Refusal('no-valid-urls');
  const content = loaded.map((service) => formatUrl(service)).join('\r\n');
  return { content, format: 'text', failure: 'urls-not-saved' };
}

async function readConfig(context: ServerContext, content: unknown, givenFormat: unknown): Promise<Addition> {
  if (typeof content !== 'string') throw new Refusal('undetected-config-format');
  if (!fits(content, context.settings.maxConfigCharacters)) throw new Refusal('config-too-large');
  const wanted = FORMATS.find((known) => known === String(givenFormat).toLowerCase());
  if (wanted === undefined) throw new Refusal('invalid-config-format');
  const format = wanted === 'auto' ? detectFormat(content) : wanted;
  if (format === undefined) throw new Refusal('undetected-config-format');
  const { entries } = await context.configurations.parse(content, format);
  if (entries.length === 0) throw new Refusal('no-services');
  return { content, format, failure: 'config-not-saved' };
}
