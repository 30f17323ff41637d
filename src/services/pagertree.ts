import { defineService, field, http } from '../service/index.ts';

/** https://pagertree.com/docs/integration-guides/webhook */
export default defineService({
  id: 'pagertree',
  name: 'PagerTree',
  category: 'incident',
  homepage: 'https://pagertree.com/',
  schemes: { secure: ['pagertree'] },

  url: '{integration}',
  canonical: '{integration}',
  fields: {
    integration: field.secret('Integration ID', {
      required: true,
      check: /^int_[a-zA-Z0-9_-]{7,14}$/,
      undocumented: ['id', 'integration'],
    }),
    action: field.choice('Action', ['create', 'acknowledge', 'resolve'], { default: 'create', lenient: true }),
    thirdparty: field.text('Third Party ID', { undocumented: ['tid'], writtenAs: 'tid' }),
    urgency: field.choice('Urgency', ['silent', 'low', 'medium', 'high', 'critical'], { lenient: true }),
    tags: field.list('Tags', { published: { type: 'string' } }),
    headers: field.map('HTTP Header', '+'),
    meta_extras: field.map('Meta Extras', '-'),
    payload_extras: field.map('Payload Extras', ':'),
  },

  accept: [200, 201, 202],
  statuses: {
    402: 'The subscription does not include this',
    403: 'Blocked',
    404: 'There is no such integration',
    405: 'The integration is disabled',
  },
  requests: (settings, { title, body }, context) => {
    const { integration, action, thirdparty, urgency, tags, headers, meta_extras, payload_extras } = settings;
    return http.post(`https://api.pagertree.com/integration/${integration}`, {
      headers: { 'Content-Type': 'application/json', ...Object.fromEntries(headers) },
      json: {
        id: thirdparty ?? context.uuid(),
        event_type: action,
        ...(action === 'create' && {
          title: title || context.asset.appDescription,
          description: body,
          meta: Object.fromEntries(meta_extras),
          tags,
          urgency,
        }),
        ...Object.fromEntries(payload_extras),
      },
    });
  },
});
