// `deliver`: the card may be made from a template, a file that the settings name.
import { defineService, field, http } from '../../service/index.ts';
import { fromTemplate, templateField, templateTokensField, writeTemplate } from '../../service/json-template.ts';
import { splitPath } from '../../text/url.ts';
import { cardOf, isMessage } from './card.ts';

const NATIVE = new RegExp(
  [
    '^https?://([A-Z0-9_.-]+(?::[1-9][0-9]{0,5})?)',
    '(/powerautomate/automations/direct(?:/cu/([0-9]+))?)?',
    '/workflows/([A-Z0-9_-]+)/triggers/manual/paths/invoke/?(\\?.+)$',
  ].join(''),
  'i',
);

const versionOf = (isPowerAutomate: boolean): string => (isPowerAutomate ? '2022-03-01-preview' : '2016-06-01');

/** https://learn.microsoft.com/en-us/connectors/teams/ */
export default defineService({
  id: 'workflow',
  name: 'Power Automate / Workflows (for MSTeams)',
  category: 'chat',
  homepage: 'https://www.microsoft.com/power-platform/products/power-automate',
  setup: 'https://appriseit.com/services/workflows/',
  schemes: { secure: ['workflow', 'workflows'] },
  format: 'markdown',
  limits: { body: 1000 },
  imageSize: '32x32',

  url: ['{host}/{workflow}/{signature}', '{host}:{port}/{workflow}/{signature}'],
  canonical: '{host}[:{port}]/{workflow}/{signature}/',
  fields: {
    host: field.host(),
    // Written even where it is that of HTTPS, as Microsoft does.
    port: field.port({ bare: true, standard: [0, 0] }),
    workflow: field.secret('Workflow ID', { required: true, aliases: ['id'], pattern: /^[A-Z0-9_-]+$/i }),
    signature: field.secret('Signature', { required: true, aliases: ['sig'], pattern: /^[a-z0-9_-]+$/i }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    wrap: field.flag('Wrap Text', { default: true }),
    power_automate: field.flag('Use Power Automate URL', { key: 'pa', default: false, aliases: ['powerautomate'] }),
    routing_id: field.text('Power Automate Routing ID', { key: 'route', aliases: ['routeid'], pattern: /^[0-9]+$/ }),
    template: templateField,
    version: field.text('API Version', { key: 'ver', aliases: ['api-version'] }),
    tokens: templateTokensField,
  },
  // A place whose value the query gives is left out of the path.
  read(raw, { path = '', query }) {
    const entries = splitPath(path);
    const workflow = query.get('workflow') || query.get('id') ? undefined : entries.shift();
    return { ...raw, workflow, signature: entries.shift() };
  },
  resolve: (settings) => ({ ...settings, version: settings.version ?? versionOf(settings.power_automate) }),
  write: ({ version, power_automate, template }) => ({
    ...writeTemplate({ template }),
    version: version === versionOf(power_automate) ? undefined : version,
  }),
  identity: ['host', 'port', 'workflow', 'signature', 'routing_id'],
  native: (url) => {
    const [whole, host, powerAutomate, route, workflow, query = ''] = NATIVE.exec(url) ?? [];
    const more = (powerAutomate ? '&pa=yes' : '') + (route ? `&route=${route}` : '');
    return whole && `workflow://${host}/${workflow}/${query}${more}`;
  },

  accept: [200, 202],
  async deliver(settings, message, context) {
    const { host, port, workflow, signature, power_automate, routing_id, version } = settings;
    const image = settings.include_image ? context.image(message.type) : undefined;
    const payload =
      settings.template === undefined
        ? {
            type: 'message',
            attachments: [
              {
                contentType: 'application/vnd.microsoft.card.adaptive',
                contentUrl: null,
                content: cardOf(message, settings.wrap, image),
              },
            ],
          }
        : await fromTemplate(settings, message, context, image ?? '');
    if (!payload) return;
    if (!isMessage(payload)) return context.fail('The template has made no message with attachments');
    const route = routing_id === undefined ? '' : `/cu/${routing_id}`;
    const path = power_automate ? `/powerautomate/automations/direct${route}` : '';
    const origin = http.origin({ secure: true, host, port });
    await context.send(
      http.post(`${origin}${path}/workflows/${workflow}/triggers/manual/paths/invoke`, {
        query: { 'api-version': version, sp: '/triggers/manual/run', sv: '1.0', sig: signature },
        json: payload,
      }),
    );
  },
});
