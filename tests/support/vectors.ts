import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageType } from '../../src/service/message.ts';
import type { Format } from '../../src/text/format.ts';
import type { Rule } from '../../tools/conformance/wire/rule.ts';

/** A request of which only what is stated is compared; the body under the name of its kind. */
export interface ExpectedRequest extends Readonly<Record<string, unknown>> {
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/** A case a service must pass; only what is stated is compared. */
export interface Vector {
  readonly name: string;
  readonly url: string;
  readonly canonical?: string;
  readonly masked?: string;
  /** The code of the UrlError that refuses the URL. */
  readonly refused?: string;
  readonly message?: {
    readonly title?: string;
    readonly body?: string;
    /** How often the body is repeated, to be long. */
    readonly repeat?: number;
    readonly type?: MessageType;
    readonly format?: Format;
    readonly attachments?: readonly { readonly name: string; readonly type: string; readonly text: string }[];
  };
  readonly replies?: readonly Rule[];
  readonly requests?: readonly ExpectedRequest[];
  readonly delivered?: boolean;
}

export const SERVICES_DIRECTORY = join(import.meta.dirname, '..', '..', 'src', 'services');

/** The files with a service's vectors: one, if all is well. */
export const vectorFiles = (id: string): string[] =>
  globSync([`${id}.vectors.json`, `${id}/vectors.json`], { cwd: SERVICES_DIRECTORY });

/** The vectors of a service. */
export const vectorsOf = (id: string): Vector[] =>
  vectorFiles(id).flatMap((file) => JSON.parse(readFileSync(join(SERVICES_DIRECTORY, file), 'utf8')) as Vector[]);
