import { Content } from '../content.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';
import { readWebFile, webFiles } from '../web-files.ts';

/** Browsers ask for it by this name only. */
const ICON = 'icon.svg';

/** The route of a file of the pages, which is read when it is first asked for. */
function fileRoute(path: string, name: string): Route {
  let content: Content | undefined;
  return {
    path,
    view: 'asset',
    get(exchange) {
      content ??= readWebFile(name);
      return exchange.sendAsset(content, { isImmutable: name !== ICON });
    },
  };
}

/** What belongs to the pages, and what crawlers ask for. */
export const assetRoutes = (): readonly Route[] => [
  ...webFiles.map((name) => fileRoute(`/s/${name}`, name)),
  ...(webFiles.includes(ICON) ? [fileRoute('/favicon.ico', ICON)] : []),
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
