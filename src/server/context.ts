import type { Engine } from '../engine/engine.ts';
import type { AttachmentDesk } from './attachments.ts';
import type { ConfigurationDesk } from './configurations.ts';
import type { Settings } from './environment.ts';
import type { Health } from './health.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Services } from './services.ts';
import type { FormReceiver } from './uploads.ts';
import type { Webhook } from './webhook.ts';

/** Everything that routes work with; there is one for each server. */
export interface ServerContext {
  readonly settings: Settings;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly services: Services;
  readonly configurations: ConfigurationDesk;
  readonly forms: FormReceiver;
  readonly attachments: AttachmentDesk;
  readonly health: Health;
  /** Delivers to the services of stored configurations, whose sessions are kept. */
  readonly storedEngine: Engine;
  /** Delivers to the services that a notification itself names. */
  readonly statelessEngine: Engine;
  /** Told of every notification, where the operator wants that. */
  readonly webhook: Webhook | undefined;
}
