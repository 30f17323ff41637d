import type { Content } from '../content.ts';
import { html, type Html } from './html.ts';
import { page, type PageContext } from './layout.ts';

const editor = ({ basePath, key }: PageContext): Html =>
  html`<h2>Store</h2>
    <form action="${basePath}/add/${key}" method="post">
      <label
        >Format
        <select name="format">
          <option value="auto">Tell by its content</option>
          <option value="text">Text</option>
          <option value="yaml">YAML</option>
        </select></label
      >
      <label>Configuration <textarea name="config" rows="12" spellcheck="false" required></textarea></label>
      <button>Save</button>
    </form>
    <h2>Read or remove</h2>
    <form action="${basePath}/get/${key}" method="post"><button>Show what is stored</button></form>
    <form action="${basePath}/del/${key}" method="post"><button>Remove it</button></form>`;

/** The page of one configuration; what is stored is shown only to those who ask for it. */
export const configPage = (context: PageContext, isLocked: boolean): Content =>
  page(
    context,
    `Configuration ${context.key}`,
    html`<p>
        <a href="${context.basePath}/json/urls/${context.key}?privacy=1">Services in <code>${context.key}</code></a>
      </p>
      ${isLocked ? html`<p>Configurations cannot be read or changed on this server.</p>` : editor(context)}
      <h2>Send a test</h2>
      <form action="${context.basePath}/notify/${context.key}" method="post" enctype="multipart/form-data">
        <label>Title <input name="title" maxlength="250" /></label>
        <label>Message <textarea name="body" rows="4" required></textarea></label>
        <label>Tags <input name="tag" placeholder="all" /></label>
        <button>Send</button>
      </form>`,
  );

/** The keys of all configurations. */
export const configListPage = (context: PageContext, keys: readonly string[]): Content =>
  page(
    context,
    'Configurations',
    keys.length === 0
      ? html`<p>There are none yet.</p>`
      : html`<ul>
          ${keys.map((key) => html`<li><a href="${context.basePath}/cfg/${encodeURIComponent(key)}">${key}</a></li>`)}
        </ul>`,
  );
