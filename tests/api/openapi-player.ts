import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { TestServer } from './support.ts';

type Json = Record<string, unknown>;

interface Operation {
  readonly operationId: string;
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { schema: Json; examples: Readonly<Record<string, { value: Json }>> }>>;
  };
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: Json }>> }>>;
}

export interface Document extends Json {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
}

interface Request {
  readonly path: string;
  readonly method: string;
  readonly type?: string;
  readonly body?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Example {
  readonly type: string;
  readonly schema: Json;
  readonly value: Json;
}

/** Whatever is asked for, the form of an answer goes by one of these. */
const ACCEPTED = ['application/json', 'text/plain', 'text/html', 'text/event-stream', '*/*'];

/** Objects have the properties that are described and no others. */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== 'object' || schema === null) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, close(value)]));
  return typeof closed['properties'] === 'object' && closed['type'] === 'object'
    ? { ...closed, additionalProperties: false }
    : closed;
}

const examplesOf = ({ requestBody }: Operation): Example[] =>
  Object.entries(requestBody?.content ?? {}).flatMap(([type, { schema, examples }]) =>
    Object.values(examples).map(({ value }) => ({ type, schema, value })),
  );

/** Asks servers for what a document describes, and finds where their answers are other than described. */
export class Player {
  readonly document: Document;
  /** The statuses that each operation was answered with. */
  readonly seen = new Map<string, Set<string>>();
  readonly #target: string;
  readonly #ajv = new Ajv2020({ strict: false });
  readonly #validators = new Map<Json, ValidateFunction>();

  /** `target` takes the place of `localhost:9000` in examples. */
  constructor(document: Document, target: string) {
    this.document = document;
    this.#target = target;
  }

  get operations() {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  }

  /** What is wrong with the examples by the schemas of their bodies. */
  checkExamples(): string[] {
    return this.operations
      .flatMap(({ operation }) => examplesOf(operation))
      .flatMap(({ schema, value }) => this.#faultsOf(schema, value));
  }

  /** Does everything with every example, except at some paths. */
  async play(server: TestServer, without: readonly string[] = []): Promise<string[]> {
    const faults: string[] = [];
    for (const { path, method, operation } of this.operations) {
      if (without.includes(path)) continue;
      const examples = examplesOf(operation);
      if (examples.length === 0) faults.push(...(await this.ask(server, { path, method })));
      for (const { type, value } of examples)
        faults.push(...(await this.ask(server, { path, method, ...this.encode(type, value) })));
    }
    return faults;
  }

  /** Sends a request in all the ways that make a difference to the answer. */
  async ask(server: TestServer, { path, method, type, body, headers }: Request): Promise<string[]> {
    const { operationId, responses } = this.document.paths[path]![method]!;
    const faults: string[] = [];
    for (const accept of ACCEPTED) {
      const answer = await server.call(path.replace('{key}', 'home'), {
        method: method.toUpperCase(),
        headers: { Accept: accept, ...(type !== undefined && { 'Content-Type': type }), ...headers },
        ...(body !== undefined && { body }),
      });
      this.seen.set(operationId, (this.seen.get(operationId) ?? new Set()).add(String(answer.status)));
      const found = this.#compare(responses[answer.status], answer);
      faults.push(...found.map((fault) => `${operationId} as ${accept}: ${answer.status}: ${fault}`));
    }
    return faults;
  }

  /** An example as it is sent. */
  encode(type: string, example: Json): Pick<Request, 'type'> & Required<Pick<Request, 'body'>> {
    const text = JSON.stringify(example).replaceAll('localhost:9000', this.#target);
    if (type === 'application/json') return { type, body: text };
    const pairs = Object.entries(JSON.parse(text) as Record<string, string>);
    if (type !== 'multipart/form-data') return { type, body: new URLSearchParams(pairs).toString() };
    const form = new FormData();
    for (const [name, value] of pairs) form.append(name, value);
    return { body: form };
  }

  #compare(
    described: Operation['responses'][string] | undefined,
    { headers, text, json }: Awaited<ReturnType<TestServer['call']>>,
  ): string[] {
    if (described === undefined) return ['the status is not described'];
    const type = headers.get('content-type')?.split(';', 1)[0];
    if (type === undefined) return described.content || text !== '' ? [`has no type: ${text}`] : [];
    const schema = described.content?.[type]?.schema;
    return schema ? this.#faultsOf(schema, type === 'application/json' ? json : text) : [`${type} is not described`];
  }

  #faultsOf(schema: Json, value: unknown): string[] {
    const validate =
      this.#validators.get(schema) ??
      this.#ajv.compile(close({ ...schema, components: this.document.components }) as Json);
    this.#validators.set(schema, validate);
    return validate(value) ? [] : [`${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`];
  }
}
