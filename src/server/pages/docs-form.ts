import { answersOf, bareType, type DescribedOperation } from '../openapi/document.ts';
import { BODY_TYPES, type Bodies, type Example, type Operation, type Parameter } from '../openapi/operation.ts';
import { html, type Html } from './html.ts';
import type { PageFrame } from './layout.ts';

/** A parameter of any names is written as it stands in a query. */
const placeOf = ({ in: place, schema }: Parameter): string => (schema.type === 'object' ? 'pairs' : place);

const parameterInput = (parameter: Parameter): Html => {
  const { name, schema } = parameter;
  return html`<label
    >${name}
    ${
      schema.enum
        ? html`<select name="${name}" data-place="${placeOf(parameter)}">
            <option></option>
            ${schema.enum.map((value) => html`<option>${value}</option>`)}
          </select>`
        : html`<input name="${name}" data-place="${placeOf(parameter)}" autocomplete="off" />`
    }</label
  >`;
};

/** An example as people edit it: JSON as it is, forms with a field to a line. */
const draftOf = (type: string, { value }: Example): string =>
  type === BODY_TYPES.json
    ? JSON.stringify(value, undefined, 2)
    : Object.entries(value)
        .map(([name, text]) => `${name}=${String(text)}`)
        .join('\n');

const bodyInputs = (bodies: Bodies): Html => {
  const drafts = Object.entries(bodies).flatMap(([type, { examples }]) =>
    Object.values(examples).map((example) => ({ type, summary: example.summary, text: draftOf(type, example) })),
  );
  return html`<label
      >Example
      <select name="example">
        ${drafts.map(
          ({ type, summary, text }) =>
            html`<option value="${text}" data-type="${type}">${summary} as ${type}</option> `,
        )}
      </select></label
    >
    <label>Body <textarea name="body" rows="9" spellcheck="false">${drafts[0]?.text}</textarea></label>
    <label data-files hidden>Files <input type="file" name="files" multiple /></label>`;
};

const acceptedTypes = (operation: Operation): readonly string[] => [
  ...new Set(
    Object.values(answersOf(operation))
      .flatMap(({ content = {} }) => Object.keys(content))
      .map(bareType),
  ),
];

/** A form to make a request with; the script of the page shows it and sends what is in it. */
export const tryForm = ({ basePath, key }: PageFrame, { path, method, operation }: DescribedOperation): Html => {
  const { parameters, bodies, summary } = operation;
  return html`<form
    class="try"
    hidden
    data-method="${method.toUpperCase()}"
    data-path="${basePath}${path}"
    aria-label="Try: ${summary}"
  >
    <h4>Try it</h4>
    ${
      path.includes('{key}') &&
      html`<label>key <input name="key" value="${key}" data-place="path" autocomplete="off" required /></label>`
    }
    ${
      parameters &&
      html`<details>
        <summary>With parameters</summary>
        ${parameters.map(parameterInput)}
      </details>`
    }
    ${bodies && bodyInputs(bodies)}
    <label
      >Answer as
      <select name="accept">
        ${acceptedTypes(operation).map((type) => html`<option>${type}</option>`)}
      </select></label
    >
    <button>Send</button>
    <p>The same as a command:</p>
    <pre tabindex="0"><code data-command></code></pre>
    <div data-answer hidden>
      <p role="status"></p>
      <details>
        <summary>Headers of the answer</summary>
        <pre tabindex="0" data-headers></pre>
      </details>
      <pre tabindex="0" data-body></pre>
    </div>
  </form>`;
};
