import { detailsOf } from '../../service/details.ts';
import { pageFrame, sendPage } from '../answers.ts';
import { jsonContent, MEDIA, type Content } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { isTrue } from '../environment.ts';
import { TEXT } from '../openapi/common.ts';
import type { Operation, Schema } from '../openapi/operation.ts';
import { appPage } from '../pages/app.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';
import type { Services } from '../services.ts';

/** The release of Apprise whose services these are; clients go by it. */
const APPRISE_VERSION = '1.13.0';

const NAMES: Schema = { type: 'array', items: TEXT };
const SCHEMES: Schema = { type: ['array', 'null'], items: TEXT };

const SERVICE: Schema = {
  title: 'Service',
  type: 'object',
  properties: {
    service_name: TEXT,
    service_url: { type: ['string', 'null'] },
    setup_url: TEXT,
    details: {
      type: 'object',
      properties: {
        templates: { ...NAMES, description: 'The forms of its URL.' },
        tokens: { type: 'object', description: 'What stands in braces in the templates.' },
        args: { type: 'object', description: 'What may stand in the query.' },
        kwargs: { type: 'object', description: 'Pairs of the query that are named by the caller.' },
      },
      required: ['templates', 'tokens', 'args', 'kwargs'],
    },
    attachment_support: { type: 'boolean' },
    category: { type: 'string', enum: ['native', 'custom'] },
    protocols: SCHEMES,
    secure_protocols: SCHEMES,
    enabled: { type: 'boolean', description: 'Whether it may be used; only if all services are asked for.' },
  },
  required: ['service_name', 'setup_url', 'details', 'attachment_support', 'protocols', 'secure_protocols'],
};

const ASSET_FIELDS = [
  'app_id',
  'app_desc',
  'default_extension',
  'theme',
  'image_path_mask',
  'image_url_mask',
  'image_url_logo',
];

const CATALOG: Schema = {
  title: 'Catalog',
  type: 'object',
  properties: {
    version: { ...TEXT, description: 'The release of Apprise whose services these are.' },
    schemas: { type: 'array', items: SERVICE },
    asset: { type: 'object', properties: Object.fromEntries(ASSET_FIELDS.map((name) => [name, TEXT])) },
  },
  required: ['version', 'schemas', 'asset'],
};

const LIST: Operation = {
  id: 'listSupportedServices',
  section: 'Server',
  summary: 'Which services there are and how their URLs are written',
  parameters: [
    { name: 'all', in: 'query', description: 'Also those that may not be used: `yes` or `1`.', schema: TEXT },
  ],
  answers: {
    200: {
      description: 'The services in the order of their names.',
      content: { [MEDIA.json]: CATALOG, [MEDIA.html]: TEXT },
    },
  },
  refusals: ['no-pages'],
};

const upperName = ({ name }: { readonly name: string }): string => name.toUpperCase();

/** The services in the order they are published; those that may not be used only if asked for. */
function list(services: Services, all: boolean) {
  return services.catalog.definitions
    .filter((definition) => all || services.disabledReason(definition) === undefined)
    .toSorted((a, b) => (upperName(a) < upperName(b) ? -1 : 1))
    .map((definition) => ({ definition, isEnabled: services.disabledReason(definition) === undefined }));
}

function describeAll(services: Services, all: boolean): Content {
  const { appId, appDescription, imageExtension, theme, imageUrlMask, imageUrlLogo } = services.asset;
  return jsonContent({
    version: APPRISE_VERSION,
    schemas: list(services, all).map(({ definition, isEnabled }) => {
      const { requirements: _, ...entry } = detailsOf(definition, services.isCustom(definition) ? 'custom' : 'native');
      return { ...entry, ...(all && { enabled: isEnabled }) };
    }),
    asset: {
      app_id: appId,
      app_desc: appDescription,
      default_extension: imageExtension,
      theme,
      // Icons are shown from the web only.
      image_path_mask: '',
      image_url_mask: imageUrlMask ?? '',
      image_url_logo: imageUrlLogo ?? '',
    },
  });
}

/** Which services there are and how their URLs are written. */
export function detailsRoute({ settings, services }: ServerContext): Route {
  const written = new Map<boolean, Content>();
  return {
    path: '/details',
    view: 'details',
    operations: { get: LIST },
    get(exchange) {
      const all = isTrue(exchange.query.get('all') ?? '');
      if (exchange.wantsJson) {
        let content = written.get(all);
        if (!content) written.set(all, (content = describeAll(services, all)));
        return exchange.sendCompressible(200, content);
      }
      if (settings.apiOnly) throw new Refusal('no-pages');
      return sendPage(exchange, appPage(settings, pageFrame(settings, exchange), { page: 'services' }));
    },
  };
}
