import { useEffect, useState } from 'preact/hooks';

/** A part of the pages that is loaded when it is first needed; undefined until it is there. */
export function useModule<M>(isNeeded: boolean, load: () => Promise<M>): M | undefined {
  const [module, setModule] = useState<{ readonly loaded: M }>();
  useEffect(() => {
    if (isNeeded && !module) void load().then((loaded) => setModule({ loaded }));
  }, [isNeeded]);
  return module?.loaded;
}
