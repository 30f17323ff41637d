import { pageFrame, sendPage } from '../answers.ts';
import { jsonContent, MEDIA, type Content } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { pageOperation } from '../openapi/common.ts';
import { openApiDocument, operationsOf } from '../openapi/document.ts';
import type { Operation } from '../openapi/operation.ts';
import { docsPage } from '../pages/docs.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

const DESCRIBE: Operation = {
  id: 'describe',
  section: 'Server',
  summary: 'This description',
  answers: { 200: { description: 'An OpenAPI document.', content: { [MEDIA.json]: { type: 'object' } } } },
};

/** What can be asked for: an OpenAPI document for programs, and a page on which people try it. */
export function docsRoutes({ settings }: ServerContext, routes: readonly Route[]): readonly Route[] {
  let document: Content | undefined;
  return [
    {
      path: '/openapi.json',
      view: 'openapi',
      operations: { get: DESCRIBE },
      get(exchange) {
        document ??= jsonContent(openApiDocument(routes, settings.basePath));
        return exchange.sendAsset(document);
      },
    },
    {
      path: '/docs',
      view: 'docs',
      operations: { get: pageOperation('showDocs', 'The page about all this') },
      get(exchange) {
        if (settings.apiOnly) throw new Refusal('no-pages');
        return sendPage(exchange, docsPage(pageFrame(settings, exchange), operationsOf(routes)));
      },
    },
  ];
}
