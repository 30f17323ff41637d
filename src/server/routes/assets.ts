import { readFileSync } from 'node:fs';
import { Content } from '../content.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/s/style.css': ['style.css', 'text/css; charset=utf-8'],
  '/s/icon.svg': ['icon.svg', 'image/svg+xml'],
  '/s/docs.css': ['docs.css', 'text/css; charset=utf-8'],
  '/s/docs.js': ['docs.js', 'text/javascript; charset=utf-8'],
  '/favicon.ico': ['icon.svg', 'image/svg+xml'],
};

function readContent(file: string, type: string): Content {
  try {
    return new Content(type, readFileSync(new URL(`../pages/${file}`, import.meta.url)));
  } catch {
    // Scripts are only there once they are built.
    throw new Refusal('not-found');
  }
}

/** What belongs to the pages, and what crawlers ask for. */
export const assetRoutes = (): readonly Route[] => [
  ...Object.entries(FILES).map(([path, [file, type]]): Route => {
    let content: Content | undefined;
    return { path, view: 'asset', get: (exchange) => exchange.sendAsset((content ??= readContent(file, type))) };
  }),
  {
    path: '/robots.txt',
    view: 'asset',
    get: (exchange) => exchange.sendAsset(new Content('text/plain', 'User-agent: *\nDisallow: /\n')),
  },
  {
    path: '/s',
    view: 'asset',
    get() {
      throw new Refusal('denied');
    },
  },
];
