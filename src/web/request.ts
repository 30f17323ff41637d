import { fieldOption, fileOption, quote } from './shell.ts';

/** A value of a request beside its body. `pairs` is a part of a query as it stands there, `:text=body&x=1`. */
interface Value {
  readonly name: string;
  readonly place: 'path' | 'query' | 'header' | 'pairs';
  readonly value: string;
}

/** A request as somebody wrote it down in a form. */
export interface Draft {
  readonly method: string;
  /** With the names of values in braces. */
  readonly path: string;
  readonly values: readonly Value[];
  readonly accept: string;
  /** The body: JSON as it is, a form with a field to a line. */
  readonly body: { readonly type: string; readonly text: string; readonly files: readonly File[] } | undefined;
}

/** A request that can be sent. */
interface Prepared {
  readonly target: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | undefined;
}

const MULTIPART = 'multipart/form-data';
const URL_ENCODED = 'application/x-www-form-urlencoded';
/** The field that files are sent under. */
const FILE_FIELD = 'attachment';

/** The fields of a form, each on a line of its own: `name=value`. */
const parseLines = (text: string): [name: string, value: string][] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...value] = line.split('=');
      return [name.trim(), value.join('=')];
    });

function targetOf({ path, values }: Draft): string {
  const query = new URLSearchParams();
  let target = path;
  for (const { name, place, value } of values) {
    if (place === 'path') target = target.replace(`{${name}}`, () => encodeURIComponent(value));
    else if (place === 'query') query.append(name, value);
    else if (place === 'pairs') for (const [key, text] of new URLSearchParams(value)) query.append(key, text);
  }
  return query.size === 0 ? target : `${target}?${query.toString()}`;
}

function headersOf({ values, accept, body }: Draft): Record<string, string> {
  const headers: Record<string, string> = { Accept: accept };
  // Only whoever writes a multipart body knows its boundary.
  if (body && body.type !== MULTIPART) headers['Content-Type'] = body.type;
  for (const { name, place, value } of values) if (place === 'header') headers[name] = value;
  return headers;
}

function contentOf({ body }: Draft): string | FormData | undefined {
  if (body?.type === URL_ENCODED) return new URLSearchParams(parseLines(body.text)).toString();
  if (body?.type !== MULTIPART) return body?.text;
  const form = new FormData();
  for (const [name, value] of parseLines(body.text)) form.append(name, value);
  for (const file of body.files) form.append(FILE_FIELD, file);
  return form;
}

/** The request that a draft stands for. */
export const prepare = (draft: Draft): Prepared => ({
  target: targetOf(draft),
  method: draft.method,
  headers: headersOf(draft),
  body: contentOf(draft),
});

function dataOptions({ method, body }: Draft): string[] {
  if (!body) return method === 'GET' ? [] : [`-X ${method}`];
  const fields = parseLines(body.text);
  if (body.type === URL_ENCODED) return fields.map(([name, value]) => `--data-urlencode ${quote(`${name}=${value}`)}`);
  if (body.type !== MULTIPART) return [`--data-raw ${quote(body.text)}`];
  return [
    ...fields.map(([name, value]) => fieldOption(name, value)),
    ...body.files.map(({ name }) => fileOption(name)),
  ];
}

/** The command that sends the same as a draft. */
export function formatCommand(draft: Draft, origin: string): string {
  const headers = Object.entries(headersOf(draft)).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  return [`curl ${quote(origin + targetOf(draft))}`, ...headers, ...dataOptions(draft)].join(' \\\n  ');
}
