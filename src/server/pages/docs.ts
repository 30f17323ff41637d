import type { Content } from '../content.ts';
import { answersOf, bareType, INTRODUCTION, type DescribedOperation } from '../openapi/document.ts';
import { SECTIONS, type Body, type Operation, type Parameter, type Schema } from '../openapi/operation.ts';
import { tryForm } from './docs-form.ts';
import { html, type Html } from './html.ts';
import { page, type PageFrame } from './layout.ts';

/** Prose as it is written in descriptions: paragraphs, with code between backquotes. */
const prose = (text: string): Html[] =>
  text
    .split('\n\n')
    .map(
      (paragraph) =>
        html`<p>${paragraph.split('`').map((part, at) => (at % 2 ? html`<code>${part}</code>` : part))}</p>`,
    );

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'list',
  integer: 'number',
  boolean: 'yes or no',
};

/** What a value is, in a few words. */
function kindOf({ type, enum: values, anyOf, items, maxLength }: Schema): string {
  if (values) return values.join(' | ');
  if (anyOf) return [...new Set(anyOf.map(kindOf))].join(' or ');
  const kind = [type ?? []]
    .flat()
    .map((name) => WORDS[name] ?? name)
    .join(' or ');
  if (items) return `list of ${kindOf(items)}`;
  return maxLength === undefined ? kind : `${kind}, at most ${maxLength} characters`;
}

const entry = (name: string, kind: string, description = ''): Html =>
  html`<dt><code>${name}</code> <small>${kind}</small></dt>
    ${description !== '' && html`<dd>${prose(description)}</dd>`}`;

const parameterEntry = ({ name, in: place, description, schema }: Parameter): Html =>
  entry(name, `${place}: ${kindOf(schema)}`, description);

const fieldEntries = ({ schema: { properties = {} } }: Body): Html[] =>
  Object.entries(properties).map(([name, schema]) => entry(name, kindOf(schema), schema.description));

/** The fields of the bodies; forms that take the same are told together. */
const bodyFields = ({ bodies = {} }: Operation): Html[] =>
  [...Map.groupBy(Object.entries(bodies), ([, body]) => body)].map(
    ([body, types]) =>
      html`<details>
        <summary>Fields of <code>${types.map(([type]) => type).join(', ')}</code></summary>
        <dl>${fieldEntries(body)}</dl>
      </details>`,
  );

const answerEntries = (operation: Operation): Html[] =>
  Object.entries(answersOf(operation)).map(([status, { description, content = {} }]) =>
    entry(
      status,
      Object.keys(content).map(bareType).join(', ') || 'without a body',
      description.replaceAll('\n', '\n\n'),
    ),
  );

const operationEntry = (context: PageFrame, { path, method, operation }: DescribedOperation): Html =>
  html`<details class="operation" id="${operation.id}">
    <summary>
      <h3><code class="${method}">${method.toUpperCase()}</code> <code>${path}</code></h3>
      ${operation.summary}
    </summary>
    ${operation.description !== undefined && prose(operation.description)}
    ${
      operation.parameters &&
      html`<details>
        <summary>Parameters</summary>
        <dl>${operation.parameters.map(parameterEntry)}</dl>
      </details>`
    }
    ${bodyFields(operation)}
    <details>
      <summary>Answers</summary>
      <dl>${answerEntries(operation)}</dl>
    </details>
    ${tryForm(context, { path, method, operation })}
  </details>`;

/** Everything that can be asked for, to read and to try. */
export const docsPage = (context: PageFrame, operations: readonly DescribedOperation[]): Content =>
  page(
    context,
    'API',
    html`${prose(INTRODUCTION)}
      <p><a href="${context.basePath}/openapi.json">The same as an OpenAPI document</a>, for programs.</p>
      <p id="no-script">
        Requests can be sent from here once the script of this page runs: it needs JavaScript, and a server that is run
        from its sources has it after <code>npm run build</code>.
      </p>
      ${Object.entries(SECTIONS).map(
        ([section, description]) =>
          html`<h2>${section}</h2>
            ${prose(description)}
            ${operations
              .filter(({ operation }) => operation.section === section)
              .map((described) => operationEntry(context, described))}`,
      )}`,
    'docs',
  );
