import type { PageContext } from '../../web/context.ts';
import type { Content } from '../content.ts';
import type { Settings } from '../environment.ts';
import { version } from '../version.ts';
import { webFile } from '../web-files.ts';
import { html } from './html.ts';
import { barePage, type PageFrame } from './layout.ts';

const TITLES: Readonly<Record<PageContext['page'], string>> = {
  welcome: 'Welcome',
  keys: 'Configurations',
  configuration: 'Configuration',
  services: 'Services',
};

/** A page that the script of the pages fills in a browser. */
export function appPage(
  settings: Settings,
  frame: PageFrame,
  { page: name, keys }: Pick<PageContext, 'page' | 'keys'>,
): Content {
  const context: PageContext = {
    page: name,
    ...frame,
    version,
    isLocked: settings.configLock,
    isStateful: settings.statefulMode !== 'disabled',
    listsKeys: settings.admin && settings.statefulMode === 'simple',
    maxAttachments: settings.maxAttachmentBytes === 0 ? 0 : settings.maxAttachments || undefined,
    maxAttachmentBytes: settings.maxAttachmentBytes,
    ...(keys && { keys }),
  };
  return barePage(
    frame,
    TITLES[name],
    html`<div id="app" data-context="${JSON.stringify(context)}"></div>
      ${webFile('app', 'js') ? undefined : html`<p>The pages of this server are not built: run <code>npm run build</code>.</p>`}
      <noscript>
        <p>These pages need JavaScript. Programs do without them:</p>
        <pre>curl -d 'body=Hello' https://this.server${frame.basePath}/notify/${frame.key}</pre>
      </noscript>`,
    'app',
  );
}
