import { jsonContent, textContent } from '../content.ts';
import type { ServerContext } from '../context.ts';
import type { HealthReport } from '../health.ts';
import type { Route } from '../router.ts';

/** Whether the server can work, for probes and for people. */
export function statusRoute({ settings, health }: ServerContext): Route {
  const { configLock, statefulMode, maxAttachments, maxAttachmentBytes } = settings;
  const describe = ({ persistentStorage, canWriteConfig, canWriteAttach, issues }: HealthReport): object => ({
    config_lock: configLock,
    attach_lock: maxAttachmentBytes === 0,
    stateful_enabled: statefulMode !== 'disabled',
    max_attachments: maxAttachments,
    attach_size: maxAttachmentBytes,
    status: {
      persistent_storage: persistentStorage,
      can_write_config: canWriteConfig,
      can_write_attach: canWriteAttach,
      details: issues.length === 0 ? ['OK'] : issues,
    },
  });
  const write = (report: HealthReport) => ({
    report,
    status: report.issues.length === 0 ? 200 : 417,
    text: textContent(report.issues.join(',') || 'OK'),
    json: jsonContent(describe(report)),
  });
  let written: ReturnType<typeof write> | undefined;
  return {
    path: '/status',
    view: 'health',
    async get(exchange) {
      const report = (exchange.query.has('force') ? undefined : health.recent) ?? (await health.check());
      if (written?.report !== report) written = write(report);
      return exchange.sendCompressible(written.status, exchange.wantsJson ? written.json : written.text);
    },
  };
}
