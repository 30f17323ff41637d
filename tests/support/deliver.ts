import { loadService, createCatalog } from '../../src/service/load.ts';
import { definitions } from '../../src/services/index.ts';
import { createRuntime, type RuntimeOptions } from '../../src/runtime.ts';

/** Sends a message to the service of a URL over real connections; whether it was delivered. */
export async function deliver(
  url: string,
  title: string,
  body: string,
  options?: RuntimeOptions,
): Promise<boolean | undefined> {
  const service = loadService(url, { catalog: createCatalog(definitions) });
  const runtime = createRuntime(options);
  try {
    const { result } = await runtime.engine.notify([{ service, tags: [] }], { title, body });
    return result ?? undefined;
  } finally {
    await runtime.close();
  }
}
