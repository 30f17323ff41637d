import { canWrite } from '../store/health.ts';
import type { Settings } from './environment.ts';

/** How long a good result holds. */
const VALID_MILLISECONDS = 30_000;
const FORCED = { force: true };

/** What can be wrong, in the order in which it is told. */
export const HEALTH_ISSUES = ['CONFIG_PERMISSION_ISSUE', 'ATTACH_PERMISSION_ISSUE', 'STORE_PERMISSION_ISSUE'] as const;
type HealthIssue = (typeof HEALTH_ISSUES)[number];

/** What the server can do on its disk. */
export interface HealthReport {
  readonly persistentStorage: boolean;
  readonly canWriteConfig: boolean;
  readonly canWriteAttach: boolean;
  readonly issues: readonly HealthIssue[];
}

/** Looks after the directories of the server. */
export class Health {
  readonly #settings: Settings;
  readonly #now: () => number;
  #good: HealthReport | undefined;
  #goodUntil = 0;

  constructor(settings: Settings, now: () => number = () => performance.now()) {
    this.#settings = settings;
    this.#now = now;
  }

  /** The report of a moment ago if it was a good one, undefined otherwise. */
  get recent(): HealthReport | undefined {
    return this.#now() < this.#goodUntil ? this.#good : undefined;
  }

  /** Tries every directory that is in use. */
  async check(): Promise<HealthReport> {
    const { configDirectory, attachDirectory, storageDirectory, storageMode, maxAttachmentBytes } = this.#settings;
    const { configLock, statefulMode } = this.#settings;
    const usesConfig = !configLock && statefulMode !== 'disabled';
    const usesAttach = maxAttachmentBytes > 0;
    const usesStore = storageDirectory !== undefined && storageMode !== 'memory';
    const [config, attach, store] = await Promise.all([
      usesConfig && canWrite(configDirectory, FORCED),
      usesAttach && canWrite(attachDirectory, FORCED),
      usesStore && canWrite(storageDirectory, FORCED),
    ]);
    const issues: (HealthIssue | false)[] = [
      usesConfig && !config && 'CONFIG_PERMISSION_ISSUE',
      usesAttach && !attach && 'ATTACH_PERMISSION_ISSUE',
      usesStore && !store && 'STORE_PERMISSION_ISSUE',
    ];
    const report: HealthReport = {
      persistentStorage: store,
      canWriteConfig: config,
      canWriteAttach: attach,
      issues: issues.filter((issue) => issue !== false),
    };
    this.#good = report;
    this.#goodUntil = report.issues.length === 0 ? this.#now() + VALID_MILLISECONDS : 0;
    return report;
  }
}
