import type { AnyDefinition } from '../../service/define.ts';
import { schemesOf, templatesOf } from '../../service/details.ts';
import type { Content } from '../content.ts';
import { html, type Html } from './html.ts';
import { page, type PageContext } from './layout.ts';

/** A service as the page lists it. */
export interface ListedService {
  readonly definition: AnyDefinition;
  readonly isEnabled: boolean;
}

const entry = ({ definition, isEnabled }: ListedService): Html => {
  const { homepage } = definition;
  const scheme = schemesOf(definition)[0] ?? '';
  return html`<details>
    <summary>${definition.name}${isEnabled ? undefined : html` <em>not available here</em>`}</summary>
    <p>
      ${schemesOf(definition).map((known) => html`<code>${known}://</code> `)}
      ${homepage && html`<a href="${homepage}" rel="noreferrer">${homepage}</a>`}
    </p>
    <ul>
      ${templatesOf(definition).map((template) => html`<li><code>${`${scheme}://${template}`}</code></li>`)}
    </ul>
  </details> `;
};

/** Every service with the forms of its URL. */
export const detailsPage = (context: PageContext, services: readonly ListedService[]): Content =>
  page(
    context,
    'Services',
    html`<p>${services.length} services</p>
      ${services.map(entry)}`,
  );
