import type { Preferences } from '../cookies.ts';
import { Content, MEDIA } from '../content.ts';
import { html, type Html } from './html.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Pages need nothing from anywhere else, run no script but their own and are shown in no frame. */
export const PAGE_HEADERS = ['Content-Security-Policy', POLICY, 'Referrer-Policy', 'same-origin'] as const;

export interface PageContext extends Preferences {
  /** Stands before every path of a link. */
  readonly basePath: string;
}

/** A whole page around its own content. */
export function page({ basePath, key, theme }: PageContext, title: string, content: Html): Content {
  const document = html`<!doctype html>
    <html lang="en" data-theme="${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Apprise API</title>
        <link rel="icon" href="${basePath}/s/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${basePath}/s/style.css" />
      </head>
      <body>
        <header>
          <a href="${basePath}/">Apprise API</a>
          <nav>
            <a href="${basePath}/cfg/${key}">Configuration</a>
            <a href="${basePath}/details">Services</a>
            <a href="${basePath}/docs">API</a>
            <a href="${basePath}/?theme=${theme === 'dark' ? 'light' : 'dark'}"
              >${theme === 'dark' ? 'Light' : 'Dark'}</a
            >
          </nav>
        </header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `;
  return new Content(MEDIA.html, document.text);
}
