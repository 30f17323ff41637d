import { hasPage } from '../answers.ts';
import { MEDIA } from '../content.ts';
import { KEY } from '../cookies.ts';
import { messageOf, statusOf, type RefusalCode } from '../refusal.ts';
import type { Route } from '../router.ts';
import { TEXT } from './common.ts';
import { SECTIONS, type Answer, type Body, type Operation, type Parameter, type Schema } from './operation.ts';

type Json = Readonly<Record<string, unknown>>;

/** The release of Apprise API whose contract this is. */
const CONTRACT_VERSION = '1.5.2';

/** What goes for all of it. */
export const INTRODUCTION = `Takes a notification and delivers it to the services that it is for.

An answer is JSON if \`Accept\` begins with a JSON type, or if there is no \`Accept\` and the request is JSON itself;
otherwise it is text. Every path may end in a slash. HEAD is GET without the body; a method that a path does not have is
answered with 405 and the \`Allow\` header. There is no login.`;

const FAILURE: Schema = { title: 'Failure', type: 'object', properties: { error: TEXT }, required: ['error'] };

export interface DescribedOperation {
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly operation: Operation;
}

/** Everything that is described, in the order of the routes. */
export const operationsOf = (routes: readonly Route[]): readonly DescribedOperation[] =>
  routes.flatMap(({ path, operations = {} }) =>
    (['get', 'post'] as const).flatMap((method) => {
      const operation = operations[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );

/** The media type alone, as descriptions name it. */
export const bareType = (type: string): string => type.split(';', 1)[0]!;

/** All answers of an operation by status, those that refuse it too. */
export function answersOf({ answers, refusals = [] }: Operation): Readonly<Record<number, Answer>> {
  const refused = Object.groupBy(refusals, statusOf) as Readonly<Record<number, readonly RefusalCode[]>>;
  return {
    ...answers,
    ...mapValues(refused, (codes) => ({
      description: codes.map((code) => `${messageOf(code)}.`).join('\n'),
      content: { [MEDIA.json]: FAILURE, [codes.some(hasPage) ? MEDIA.html : MEDIA.text]: TEXT },
    })),
  };
}

const mapValues = <V, W>(values: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

/** Writes descriptions as OpenAPI wants them, and gathers the schemas that have a name. */
class Writer {
  readonly schemas: Record<string, Json> = {};

  operation({ path, operation }: DescribedOperation): Json {
    const { id, section, summary, description, parameters = [], bodies } = operation;
    return {
      operationId: id,
      tags: [section],
      summary,
      ...(description !== undefined && { description }),
      parameters: [...(path.includes('{key}') ? [KEY_PARAMETER] : []), ...parameters.map(this.#parameter)],
      ...(bodies && { requestBody: { required: true, content: mapValues(bodies, this.#body) } }),
      responses: mapValues(answersOf(operation), this.#answer),
    };
  }

  readonly #parameter = ({ schema, ...parameter }: Parameter): Json => ({
    ...parameter,
    ...(schema.type === 'object' && { style: 'form', explode: true }),
    schema: this.#schema(schema),
  });

  readonly #body = ({ schema, examples }: Body): Json => ({ schema: this.#schema(schema), examples });

  readonly #answer = ({ description, content }: Answer): Json => ({
    description,
    ...(content && {
      content: Object.fromEntries(
        Object.entries(content).map(([type, schema]) => [bareType(type), { schema: this.#schema(schema) }]),
      ),
    }),
  });

  readonly #schema = (schema: Schema): Json => {
    const { properties, prefixItems, items, anyOf, ...rest } = schema;
    const written = {
      ...rest,
      ...(properties && { properties: mapValues(properties, this.#schema) }),
      ...(prefixItems && { prefixItems: prefixItems.map(this.#schema) }),
      ...(items !== undefined && { items: items && this.#schema(items) }),
      ...(anyOf && { anyOf: anyOf.map(this.#schema) }),
    };
    if (schema.title === undefined) return written;
    this.schemas[schema.title] = written;
    return { $ref: `#/components/schemas/${schema.title}` };
  };
}

const KEY_PARAMETER: Json = {
  name: 'key',
  in: 'path',
  required: true,
  description: 'The key of a configuration.',
  schema: { type: 'string', pattern: KEY.source },
  example: 'home',
};

/** The OpenAPI document of the routes; `basePath` stands before every path. */
export function openApiDocument(routes: readonly Route[], basePath: string): Json {
  const writer = new Writer();
  const paths: Record<string, Record<string, Json>> = {};
  for (const described of operationsOf(routes))
    (paths[described.path] ??= {})[described.method] = writer.operation(described);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Apprise API',
      version: CONTRACT_VERSION,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: basePath || '/' }],
    tags: Object.entries(SECTIONS).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: writer.schemas },
  };
}
