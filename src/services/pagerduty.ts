import { defineService, field, http } from '../service/index.ts';

const ADDRESSES = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const;
const SEVERITIES = { info: 'info', success: 'info', warning: 'warning', failure: 'critical' } as const;

/** https://developer.pagerduty.com/docs/send-alert-event */
export default defineService({
  id: 'pagerduty',
  name: 'Pager Duty',
  category: 'incident',
  homepage: 'https://pagerduty.com/',
  schemes: { secure: ['pagerduty'] },
  limits: { title: 0 },
  imageSize: '128x128',

  url: '{integrationkey}@{apikey}[/{source}[/{component}]]',
  canonical: '{integrationkey}@{apikey}/{source}/{component}',
  fields: {
    apikey: field.secret('API Key', { required: true, mask: 'all' }),
    integrationkey: field.secret('Integration Key', { required: true, mask: 'all' }),
    source: field.text('Source', { default: 'Apprise', mask: 'ends' }),
    component: field.text('Component', { default: 'Notification', mask: 'ends' }),
    region_name: field.choice('Region Name', ['us', 'eu'], { key: 'region', default: 'us' }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    class_id: field.text('Class', { key: 'class' }),
    group: field.text('Group'),
    click: field.text('Click'),
    severity: field.choice('Severity', ['info', 'warning', 'critical', 'error'], { match: 'prefix' }),
    details: field.map('Custom Details', '+', { late: false }),
  },
  identity: ['integrationkey', 'apikey', 'source'],

  accept: [200, 201, 202],
  requests: (settings, { body, type }, context) => {
    const { apikey, integrationkey, source, component, region_name, class_id, group, click, severity, details } =
      settings;
    const image = settings.include_image ? context.image(type) : undefined;
    return http.post(ADDRESSES[region_name], {
      auth: `Token token=${apikey}`,
      json: {
        routing_key: integrationkey,
        payload: {
          summary: body,
          severity: severity ?? SEVERITIES[type],
          source,
          component,
          group,
          class: class_id,
          ...(details.size > 0 && { custom_details: Object.fromEntries(details) }),
        },
        client: context.asset.appId,
        event_action: 'trigger',
        ...(click && { links: [{ href: click }] }),
        ...(image && { images: [{ src: image, alt: type }] }),
      },
    });
  },
});
