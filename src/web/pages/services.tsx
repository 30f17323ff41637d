import { Awaited } from '../parts/awaited.tsx';
import { useLoaded } from '../parts/load.ts';
import type { PageProps } from '../parts/page.ts';
import { texts } from '../texts/index.ts';

/** Every service there is. */
export function ServicesPage({ context, client }: PageProps) {
  const loaded = useLoaded(() => Promise.all([import('../catalogue/catalogue.tsx'), client.services()]));
  return (
    <>
      <h1>{texts.services.title}</h1>
      <Awaited loaded={loaded}>
        {([{ default: Catalogue }, published]) => <Catalogue context={context} published={published} />}
      </Awaited>
    </>
  );
}
