import { alertService } from './alerts.ts';

/** https://docs.opsgenie.com/docs/alert-api */
export default alertService({
  id: 'opsgenie',
  name: 'Opsgenie',
  homepage: 'https://opsgenie.com/',
  canonical: '[{user}@]{apikey}/{targets}',
  addresses: { us: 'https://api.opsgenie.com/v2/alerts', eu: 'https://api.eu.opsgenie.com/v2/alerts' },
});
