import type { Content } from '../content.ts';
import { html } from './html.ts';
import { page, type PageContext } from './layout.ts';

/** Where everybody starts. */
export const welcomePage = (context: PageContext): Content =>
  page(
    context,
    'Apprise API',
    html`<p>One place to send a notification to, and it reaches all the services you use.</p>
      <ul>
        <li>
          <a href="${context.basePath}/cfg/${context.key}">Manage the configuration <code>${context.key}</code></a>
        </li>
        <li><a href="${context.basePath}/details">See which services are supported</a></li>
        <li><a href="${context.basePath}/docs">Read what programs can ask for, and try it</a></li>
        <li><a href="${context.basePath}/status">Check the health of this server</a></li>
      </ul>
      <h2>Another configuration</h2>
      <form action="${context.basePath}/" method="get">
        <label>Key <input name="key" value="${context.key}" pattern="[A-Za-z0-9_\\-]{1,128}" required /></label>
        <button>Choose</button>
      </form>
      <h2>Send a notification</h2>
      <pre>
curl -d 'body=Hello' https://this.server${context.basePath}/notify/${context.key}
curl -d 'urls=json://localhost' -d 'body=Hello' https://this.server${context.basePath}/notify</pre>`,
  );
