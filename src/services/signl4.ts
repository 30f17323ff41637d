import { defineService, field, http } from '../service/index.ts';

/** https://docs.signl4.com/integrations/webhook/webhook.html */
export default defineService({
  id: 'signl4',
  name: 'SIGNL4',
  category: 'incident',
  homepage: 'https://signl4.com/',
  schemes: { secure: ['signl4'] },

  url: '{secret}',
  fields: {
    secret: field.secret('Secret', { required: true, mask: 'all' }),
    service: field.text('Service'),
    location: field.text('Location'),
    alerting_scenario: field.text('Alerting Scenario'),
    filtering: field.flag('Filtering', { default: false, written: 'set' }),
    external_id: field.text('External ID'),
    status: field.text('Status'),
  },

  accept: [200, 201, 202],
  requests: (
    { secret, service, location, alerting_scenario, filtering, external_id, status },
    { title, body },
    { asset },
  ) =>
    http.post(`https://connect.signl4.com/webhook/${secret}/`, {
      headers: { 'User-Agent': undefined },
      json: {
        title: title || asset.appDescription,
        body,
        'X-S4-SourceSystem': 'Apprise',
        'X-S4-Service': service,
        'X-S4-AlertingScenario': alerting_scenario,
        'X-S4-Location': location,
        'X-S4-Filtering': filtering || undefined,
        'X-S4-ExternalID': external_id,
        'X-S4-Status': status,
      },
    }),
});
