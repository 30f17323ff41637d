import { defineService, field } from '../service/index.ts';
import { entryOf, severityOf, syslogFields } from '../service/syslog.ts';
import { splitPath } from '../text/url.ts';

/** https://appriseit.com/services/rsyslog/ */
export default defineService({
  id: 'rsyslog',
  name: 'Remote Syslog',
  category: 'desktop',
  homepage: 'https://tools.ietf.org/html/rfc5424',
  schemes: { plain: ['rsyslog'] },
  throttleSeconds: 0,

  url: ['{host}', '{host}:{port}', '{host}/{facility}', '{host}:{port}/{facility}'],
  canonical: '{host}[:{port}]/{facility}/',
  verifyHost: false,
  fields: {
    host: field.host(),
    port: field.port({ default: 514 }),
    ...syslogFields,
    facility: { ...syslogFields.facility, required: 'published' },
  },
  identity: ['host', 'port'],
  read: (raw, { path = '' }) => ({ ...raw, facility: splitPath(path).at(-1) }),

  requests: ({ host, port, facility, log_pid, options }, message) => ({
    protocol: 'rsyslog',
    host,
    port,
    connectTimeoutSeconds: options.connectTimeoutSeconds,
    facility,
    severity: severityOf(message.type),
    namesProcess: log_pid,
    text: entryOf(message),
  }),
});
