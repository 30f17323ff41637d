import type { RefusalCode } from '../refusal.ts';

type JsonType = 'string' | 'integer' | 'boolean' | 'array' | 'object' | 'null';

/** A JSON Schema, as much of it as is needed here; one with a title stands once in the document and is referred to. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly string[];
  readonly default?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly prefixItems?: readonly Schema[];
  /** False where only `prefixItems` may be. */
  readonly items?: Schema | false;
  readonly anyOf?: readonly Schema[];
}

/** What a request may carry beside its body; the key of a path goes without saying. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly description: string;
  /** An object stands for any number of pairs under names of their own. */
  readonly schema: Schema;
}

export const BODY_TYPES = {
  json: 'application/json',
  urlEncoded: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
} as const;
type BodyType = (typeof BODY_TYPES)[keyof typeof BODY_TYPES];

export interface Example {
  readonly summary: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Body {
  readonly schema: Schema;
  readonly examples: Readonly<Record<string, Example>>;
}

/** The bodies that a request may have. */
export type Bodies = Readonly<Partial<Record<BodyType, Body>>>;

export interface Answer {
  readonly description: string;
  /** The forms of its body by media type; without them it has none. */
  readonly content?: Readonly<Record<string, Schema>>;
}

export const SECTIONS = {
  Notifications: 'Send something to services that are stored under a key, or that the request names itself.',
  Configurations: 'Keep the URLs of services under a key, as a list or as a TEXT or YAML configuration.',
  Server: 'What the server can do and how it is.',
  Pages: 'For people with a browser.',
} as const;

/** What a method does at a path, as callers need to know it: the document and the page about it are made of these. */
export interface Operation {
  /** Unique; names the operation in clients that are generated. */
  readonly id: string;
  readonly section: keyof typeof SECTIONS;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly bodies?: Bodies;
  readonly answers: Readonly<Record<number, Answer>>;
  /** What else may be answered. */
  readonly refusals?: readonly RefusalCode[];
}

/** The operations of a route; HEAD is GET without the body. */
export type Operations = Readonly<Partial<Record<'get' | 'post', Operation>>>;
