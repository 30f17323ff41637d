import { alertService } from './opsgenie/alerts.ts';

const ALERTS = 'https://api.atlassian.com/jsm/ops/integration/v2/alerts';

/** https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2/api-group-integration-events/ */
export default alertService({
  id: 'jira',
  name: 'Jira',
  homepage: 'https://atlassian.com/',
  setup: 'https://github.com/caronc/apprise/wiki/Notify_jira',
  canonical: '[{user}@]{apikey}/{targets}/',
  addresses: { us: ALERTS, eu: ALERTS },
  headers: { Accepts: 'application/json' },
});
