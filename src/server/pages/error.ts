import type { Content } from '../content.ts';
import { html } from './html.ts';
import { page, type PageContext } from './layout.ts';

/** Says that something went wrong, and with which request if a proxy tells. */
export const errorPage = (
  context: PageContext,
  message: string,
  original: { method: string; path: string } | undefined,
): Content =>
  page(
    context,
    message,
    html`${original && html`<p><code>${original.method} ${original.path}</code></p>`}
      <p><a href="${context.basePath}/">Back to the start</a></p>`,
  );
