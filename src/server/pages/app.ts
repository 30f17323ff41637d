import type { PageContext } from '../../web/context.ts';
import { definitions } from '../../services/index.ts';
import type { Content } from '../content.ts';
import type { Settings } from '../environment.ts';
import { version } from '../version.ts';
import { webFile } from '../web-files.ts';
import { html, type Html } from './html.ts';
import { barePage, type PageFrame } from './layout.ts';

const TITLES: Readonly<Record<PageContext['page'], string>> = {
  welcome: 'Welcome',
  keys: 'Configurations',
  configuration: 'Configuration',
  services: 'Services',
};

/** What can be done with a configuration in a browser that runs no scripts. */
const withoutScript = ({ basePath, key }: PageFrame, mayEdit: boolean): Html =>
  html`<main>
    <p>This page needs JavaScript. These work without it:</p>
    <p><a href="${basePath}/cfg/${key}">This configuration</a></p>
    <p><a href="${basePath}/json/urls/${key}?privacy=1">Its services</a></p>
    <p><a href="${basePath}/docs">The API</a></p>
    ${
      mayEdit &&
      html`<form action="${basePath}/add/${key}" method="post">
          <label>Configuration <textarea name="config" rows="12"></textarea></label>
          <button>Save</button>
        </form>
        <form action="${basePath}/get/${key}" method="post"><button>Show what is stored</button></form>`
    }
    <form action="${basePath}/notify/${key}" method="post">
      <label>Message <textarea name="body" rows="4"></textarea></label>
      <button>Send</button>
    </form>
  </main>`;

/** A page that the script of the pages fills in a browser. */
export function appPage(
  settings: Settings,
  frame: PageFrame,
  { page: name, keys }: Pick<PageContext, 'page' | 'keys'>,
): Content {
  const isStateful = settings.statefulMode !== 'disabled';
  const context: PageContext = {
    page: name,
    ...frame,
    version,
    services: definitions.length,
    isLocked: settings.configLock,
    isStateful,
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
      <noscript>${withoutScript(frame, isStateful && !settings.configLock)}</noscript>`,
    'app',
  );
}
