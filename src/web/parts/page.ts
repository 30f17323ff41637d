import type { Client } from '../client.ts';
import type { PageContext } from '../context.ts';

/** What every page gets. */
export interface PageProps {
  readonly context: PageContext;
  readonly client: Client;
}
