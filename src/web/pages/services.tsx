import type { PageProps } from '../parts/page.ts';
import { texts } from '../texts/index.ts';

/** Every service there is. */
export function ServicesPage({ context }: PageProps) {
  return <h1 title={context.key}>{texts.services.title}</h1>;
}
