/** What the server tells a page about itself and about what was asked for. */
export interface PageContext {
  readonly page: 'welcome' | 'keys' | 'configuration' | 'services';
  /** Stands before every path of the server. */
  readonly basePath: string;
  /** The key of the configuration the browser works on. */
  readonly key: string;
  readonly theme: 'light' | 'dark';
  readonly version: string;
  /** How many services there are. */
  readonly services: number;
  /** Configurations may be used, but neither read nor changed. */
  readonly isLocked: boolean;
  /** Whether configurations are kept at all. */
  readonly isStateful: boolean;
  /** Whether the keys of all configurations may be listed. */
  readonly listsKeys: boolean;
  /** Of one notification; undefined is any number, 0 means that attachments are off. */
  readonly maxAttachments: number | undefined;
  readonly maxAttachmentBytes: number;
  /** The keys of all configurations, on the page that lists them. */
  readonly keys?: readonly string[];
}
