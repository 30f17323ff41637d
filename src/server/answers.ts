import { jsonContent, textContent, type Content } from './content.ts';
import type { Settings } from './environment.ts';
import type { Exchange } from './exchange.ts';
import { errorPage } from './pages/error.ts';
import { PAGE_HEADERS, type PageFrame } from './pages/layout.ts';
import { statusOf, type Refusal, type RefusalCode } from './refusal.ts';

const WITH_PAGE: ReadonlySet<RefusalCode> = new Set(['not-found', 'no-pages', 'system-error']);

/** Whether people see a refusal as a page. */
export const hasPage = (code: RefusalCode): boolean => WITH_PAGE.has(code);

export const pageFrame = ({ basePath }: Settings, exchange: Exchange): PageFrame => ({
  ...exchange.preferences,
  basePath,
});

export const sendPage = (exchange: Exchange, content: Content, status = 200): Promise<void> =>
  exchange.sendCompressible(status, content, PAGE_HEADERS);

/** Tells the caller why the request is refused, in the form it wants. */
export function refuse(exchange: Exchange, { code, message }: Refusal, settings: Settings): void | Promise<void> {
  const status = statusOf(code);
  if (exchange.wantsJson) return exchange.send(status, jsonContent({ error: message }));
  if (!hasPage(code)) return exchange.send(status, textContent(message));
  return sendPage(exchange, errorPage(pageFrame(settings, exchange), message, originalRequest(exchange)), status);
}

/** The request that a proxy asks an error page for. */
function originalRequest({ request: { headers } }: Exchange): { method: string; path: string } | undefined {
  const path = headers['x-original-uri']?.toString();
  return path === undefined ? undefined : { method: headers['x-original-method']?.toString() ?? '', path };
}

/** Says that something was done. */
export const confirm = (exchange: Exchange, message: string): void =>
  exchange.send(200, exchange.wantsJson ? jsonContent({ error: null }) : textContent(message));
