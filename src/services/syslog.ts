import { defineService, field } from '../service/index.ts';
import { entryOf, severityOf, syslogFields } from '../service/syslog.ts';
import { unquote } from '../text/percent.ts';
import { splitPath } from '../text/url.ts';

/** https://appriseit.com/services/syslog/ */
export default defineService({
  id: 'syslog',
  name: 'Syslog',
  category: 'desktop',
  homepage: 'https://tools.ietf.org/html/rfc5424',
  schemes: { plain: ['syslog'] },
  throttleSeconds: 0,

  url: ['', '{facility}'],
  canonical: '{facility}/',
  verifyHost: false,
  fields: {
    log_perror: field.flag('Log to STDERR', { key: 'logperror', default: false }),
    ...syslogFields,
  },
  identity: 'none',
  read: (raw, { host, path = '' }) => ({
    ...raw,
    facility: [unquote(host), ...splitPath(path)].filter(Boolean).at(-1),
  }),

  requests: ({ facility, log_pid, log_perror }, message, { asset }) => ({
    protocol: 'syslog',
    socketPath: undefined,
    name: asset.appId,
    facility,
    severity: severityOf(message.type),
    namesProcess: log_pid,
    toStderr: log_perror,
    text: entryOf(message),
  }),
});
