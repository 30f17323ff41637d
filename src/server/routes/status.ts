import { jsonContent, MEDIA, textContent } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { HEALTH_ISSUES, type HealthReport } from '../health.ts';
import { TEXT } from '../openapi/common.ts';
import type { Answer, Operation, Schema } from '../openapi/operation.ts';
import type { Route } from '../router.ts';

const FLAG: Schema = { type: 'boolean' };
const COUNT: Schema = { type: 'integer' };

const REPORT: Schema = {
  title: 'Health',
  type: 'object',
  properties: {
    config_lock: { ...FLAG, description: 'Whether configurations can neither be read nor changed.' },
    attach_lock: { ...FLAG, description: 'Whether attachments are refused.' },
    stateful_enabled: { ...FLAG, description: 'Whether configurations are stored.' },
    max_attachments: { ...COUNT, description: 'Of one notification; 0 is any number.' },
    attach_size: { ...COUNT, description: 'The most bytes of one attachment.' },
    status: {
      type: 'object',
      properties: {
        persistent_storage: FLAG,
        can_write_config: FLAG,
        can_write_attach: FLAG,
        details: { type: 'array', items: { type: 'string', enum: ['OK', ...HEALTH_ISSUES] } },
      },
      required: ['persistent_storage', 'can_write_config', 'can_write_attach', 'details'],
    },
  },
  required: ['config_lock', 'attach_lock', 'stateful_enabled', 'max_attachments', 'attach_size', 'status'],
};

const reported = (description: string): Answer => ({
  description,
  content: { [MEDIA.json]: REPORT, [MEDIA.text]: TEXT },
});

const CHECK: Operation = {
  id: 'checkHealth',
  section: 'Server',
  summary: 'Whether the server can work',
  parameters: [
    {
      name: 'force',
      in: 'query',
      description: 'Look again, even if all was well a moment ago; its value does not matter.',
      schema: TEXT,
    },
  ],
  answers: {
    200: reported('All is well.'),
    417: reported('Some directories cannot be used; text names the issues, separated by commas.'),
  },
};

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
    operations: { get: CHECK },
    async get(exchange) {
      const report = (exchange.query.has('force') ? undefined : health.recent) ?? (await health.check());
      if (written?.report !== report) written = write(report);
      return exchange.sendCompressible(written.status, exchange.wantsJson ? written.json : written.text);
    },
  };
}
