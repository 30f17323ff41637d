import { Content, MEDIA } from '../content.ts';
import type { Preferences } from '../cookies.ts';
import { webFile } from '../web-files.ts';
import { html, script, type Html } from './html.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Pages need nothing from anywhere else, run no script but their own and are shown in no frame. */
export const PAGE_HEADERS = ['Content-Security-Policy', POLICY, 'Referrer-Policy', 'same-origin'] as const;

/** What every page goes by. */
export interface PageFrame extends Preferences {
  /** Stands before every path of a link. */
  readonly basePath: string;
}

/** A style sheet and a script of the pages, each where it is built. */
function filesOf(basePath: string, name: string): Html {
  const [style, code] = [webFile(name, 'css'), webFile(name, 'js')];
  return html`${style && html`<link rel="stylesheet" href="${basePath}/s/${style}" />`}
  ${code && script(`${basePath}/s/${code}`)}`;
}

/** A whole page: its title, its body, and the name of the files it has more than others. */
export function barePage({ basePath, theme }: PageFrame, title: string, body: Html, files?: string): Content {
  const document = html`<!doctype html>
    <html lang="en" data-theme="${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Apprise API</title>
        <link rel="icon" href="${basePath}/s/icon.svg" type="image/svg+xml" />
        ${filesOf(basePath, 'style')} ${files && filesOf(basePath, files)}
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return new Content(MEDIA.html, document.text);
}

/** A whole page around its own content, with links to the others. */
export function page(frame: PageFrame, title: string, content: Html, files?: string): Content {
  const { basePath, key, theme } = frame;
  return barePage(
    frame,
    title,
    html`<header class="top">
        <a class="brand" href="${basePath}/"
          ><img src="${basePath}/s/icon.svg" alt="" width="24" height="24" /> Apprise API</a
        >
        <nav>
          <a href="${basePath}/cfg/${key}">Configuration</a>
          <a href="${basePath}/details">Services</a>
          <a href="${basePath}/docs">API</a>
          <a href="?theme=${theme === 'dark' ? 'light' : 'dark'}">${theme === 'dark' ? 'Light' : 'Dark'}</a>
        </nav>
      </header>
      <main>
        <h1>${title}</h1>
        ${content}
      </main>`,
    files,
  );
}
