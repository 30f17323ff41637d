import { defineService, field, http } from '../service/index.ts';
import { readTypeMapping } from '../service/type-mapping.ts';
import { unquote } from '../text/percent.ts';

const API = 'https://alert.victorops.com/integrations/generic/20131114/alert';
const NATIVE =
  /^https?:\/\/alert\.victorops\.com\/integrations\/generic\/\d+\/alert\/([\w-]+)\/([^?/]+)(?:\/([^?]*))?(\?.+)?$/i;
const KEY = /^[A-Z0-9_-]+$/i;

const MESSAGE_TYPES = ['CRITICAL', 'WARNING', 'ACKNOWLEDGEMENT', 'INFO', 'RECOVERY'] as const;
const MAPPING = { info: 'INFO', success: 'RECOVERY', warning: 'WARNING', failure: 'CRITICAL' } as const;
const ACTIONS = {
  info: 'INFO',
  acknowledgement: 'ACKNOWLEDGEMENT',
  warning: 'WARNING',
  recovery: 'RECOVERY',
  resolve: 'RECOVERY',
  critical: 'CRITICAL',
} as const;

const trim = (text: string): string => text.replace(/^[\s/]+/, '').replace(/(?<![\s/])[\s/]+$/, '');

/** https://help.splunk.com/en/splunk-on-call/integrations/rest-endpoint-integration-guide */
export default defineService({
  id: 'splunk',
  name: 'Splunk On-Call',
  category: 'incident',
  homepage: 'https://www.splunk.com/en_us/products/on-call.html',
  schemes: { secure: ['splunk', 'victorops'] },
  limits: { title: 60, body: 400 },

  url: ['{routing_key}@{apikey}', '{routing_key}@{apikey}/{entity_id}'],
  canonical: '{routing_key}@{apikey}/{entity_id}',
  native: (url) => {
    const [, apikey, route, entity = '', query = ''] = NATIVE.exec(url) ?? [];
    return apikey && `splunk://${route}@${apikey}/${entity}${query}`;
  },
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: KEY, aliases: ['apikey'] }),
    routing_key: field.text('Target Routing Key', { required: true, pattern: KEY, aliases: ['routing_key', 'route'] }),
    entity_id: field.text('Entity ID', { aliases: ['entity_id'], safe: '/' }),
    action: field.choice('Action', ['map', 'info', 'acknowledgement', 'warning', 'recovery', 'resolve', 'critical'], {
      default: 'map',
      match: 'prefix',
    }),
    mapping: field.map('Action Mapping', ':'),
  },
  read: (raw, { path = '' }) => ({ ...raw, entity_id: unquote(path) }),
  resolve: (settings) => ({
    ...settings,
    entity_id: trim(settings.entity_id ?? '') || `Apprise/${settings.routing_key}`,
    mapping: readTypeMapping(settings.mapping, MAPPING, MESSAGE_TYPES),
  }),
  write: ({ mapping }) => ({ mapping: new Map(Object.entries(mapping)) }),
  identity: ['routing_key', 'entity_id', 'apikey'],

  requests: ({ apikey, routing_key, entity_id, action, mapping }, { title, body, type }, { asset }) =>
    http.post(`${API}/${apikey}/${routing_key}`, {
      json: {
        entity_id,
        message_type: action === 'map' ? mapping[type] : ACTIONS[action],
        entity_display_name: title || asset.appDescription,
        state_message: body,
        monitoring_tool: asset.appId,
      },
    }),
});
