import type { Content } from '../content.ts';
import { html } from './html.ts';
import { page, type PageFrame } from './layout.ts';

/** Says that something went wrong, and with which request if a proxy tells. */
export const errorPage = (
  frame: PageFrame,
  message: string,
  original: { method: string; path: string } | undefined,
): Content =>
  page(
    frame,
    message,
    html`${original && html`<p><code>${original.method} ${original.path}</code></p>`}
      <p><a href="${frame.basePath}/">Back to the start</a></p>`,
  );
