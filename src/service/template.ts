/**
 * The bracket grammar of URL templates: `[{user}[:{password}]@]{host}[:{port}]`. Brackets hold what may be missing;
 * braces name fields.
 */
export type Node = string | { readonly name: string } | { readonly optional: readonly Node[] };

const cache = new Map<string, readonly Node[]>();

/** The parsed template; templates are few and come from definitions, so they are kept. */
export function parseTemplate(template: string): readonly Node[] {
  const known = cache.get(template);
  if (known) return known;
  const root: Node[] = [];
  const open: Node[][] = [root];
  for (const [, bracket, name, literal] of template.matchAll(/([[\]])|\{([^}]+)\}|([^[\]{}]+)/g)) {
    const top = open.at(-1)!;
    if (bracket === '[') {
      const optional: Node[] = [];
      top.push({ optional });
      open.push(optional);
    } else if (bracket === ']') open.pop();
    else if (name !== undefined) top.push({ name });
    else top.push(literal!);
  }
  if (open.length !== 1) throw new Error(`unbalanced brackets in ${template}`);
  cache.set(template, root);
  return root;
}

/** Every template without brackets that a template stands for, the shortest of each choice first. */
export function expandTemplate(template: string): string[] {
  const expand = (nodes: readonly Node[]): string[] =>
    nodes.reduce<string[]>(
      (heads, node) => {
        if (typeof node === 'string') return heads.map((head) => head + node);
        if ('name' in node) return heads.map((head) => `${head}{${node.name}}`);
        return heads.flatMap((head) => [head, ...expand(node.optional).map((tail) => head + tail)]);
      },
      [''],
    );
  return expand(parseTemplate(template));
}

/** The names between braces, in order of first appearance. */
export function templateNames(templates: readonly string[]): string[] {
  return [
    ...new Set(templates.flatMap((template) => [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!))),
  ];
}

/** The names in a template that stand in no brackets. */
export const requiredNames = (template: string): string[] =>
  parseTemplate(template).flatMap((node) => (typeof node === 'object' && 'name' in node ? [node.name] : []));

/** The template with values put in; a bracket is left out when a value in it is missing or empty. */
export function fillTemplate(template: string, value: (name: string, optional: boolean) => string | undefined): string {
  const fill = (nodes: readonly Node[], optional: boolean): string | undefined => {
    let out = '';
    for (const node of nodes) {
      if (typeof node === 'string') out += node;
      else if ('name' in node) {
        const text = value(node.name, optional) ?? '';
        if (optional && text === '') return undefined;
        out += text;
      } else out += fill(node.optional, true) ?? '';
    }
    return out;
  };
  return fill(parseTemplate(template), false)!;
}

/** Which field a template holds in each place of a URL. */
export interface Layout {
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly path: readonly string[];
}

const SHAPE = /^(?:\{(\w+)\}(?::\{(\w+)\})?@)?(?:\{(\w+)\})?(?::\{(\w+)\})?((?:\/\{\w+\})*)\/?$/;

/** The places of all templates taken together, or undefined when they put different fields in one place. */
export function layoutOf(templates: readonly string[]): Layout | undefined {
  const places: Record<string, string> = {};
  let path: string[] = [];
  for (const template of templates) {
    const match = SHAPE.exec(template);
    if (!match) return undefined;
    const [, user, password, host, port, tail = ''] = match;
    for (const [place, name] of Object.entries({ user, password, host, port })) {
      if (name === undefined) continue;
      if (places[place] !== undefined && places[place] !== name) return undefined;
      places[place] = name;
    }
    const names = [...tail.matchAll(/\{(\w+)\}/g)].map((part) => part[1]!);
    const [longer, shorter] = names.length > path.length ? [names, path] : [path, names];
    if (shorter.some((name, index) => longer[index] !== name)) return undefined;
    path = longer;
  }
  return { user: places['user'], password: places['password'], host: places['host'], port: places['port'], path };
}

/** One template for several that agree on the places; brackets hold what one of them does without. */
function mergeTemplates(templates: readonly string[], { user, password, host, port, path }: Layout): string {
  const wrap = (text: string, name: string): string =>
    templates.every((template) => template.includes(`{${name}}`)) ? text : `[${text}]`;
  const secret = password === undefined ? '' : wrap(`:{${password}}`, password);
  return [
    user === undefined ? '' : wrap(`{${user}}${secret}@`, user),
    host === undefined ? '' : wrap(`{${host}}`, host),
    port === undefined ? '' : wrap(`:{${port}}`, port),
    path.reduceRight((tail, name) => wrap(`/{${name}}${tail}`, name), ''),
  ].join('');
}

/** The fewest templates that say the same as all these: those that agree on the places become one. */
export function joinTemplates(templates: readonly string[]): string[] {
  const groups: string[][] = [];
  for (const template of templates) {
    const group = groups.find((members) => layoutOf([...members, template]) !== undefined);
    if (group) group.push(template);
    else groups.push([template]);
  }
  return groups.map((members) => {
    const layout = layoutOf(members);
    return layout ? mergeTemplates(members, layout) : members[0]!;
  });
}
