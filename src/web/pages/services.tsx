import { useLoaded } from '../parts/load.ts';
import type { PageProps } from '../parts/page.ts';
import { texts } from '../texts/index.ts';

/** Every service there is. */
export function ServicesPage({ context, client }: PageProps) {
  const loaded = useLoaded(() => Promise.all([import('../catalogue/catalogue.tsx'), client.services()]));
  return (
    <>
      <h1>{texts.services.title}</h1>
      {loaded.state === 'loading' && <p>{texts.common.loading}</p>}
      {loaded.state === 'failed' && <p class="bad">{loaded.message}</p>}
      {loaded.state === 'loaded' && <Loaded context={context} value={loaded.value} />}
    </>
  );
}

interface LoadedProps extends Pick<PageProps, 'context'> {
  readonly value: readonly [
    typeof import('../catalogue/catalogue.tsx'),
    Awaited<ReturnType<PageProps['client']['services']>>,
  ];
}

const Loaded = ({ context, value: [{ default: Catalogue }, published] }: LoadedProps) => (
  <Catalogue context={context} published={published} />
);
