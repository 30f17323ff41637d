/**
 * Changes one thing at a time in the definition of each service and lists the changes that no vector notices:
 * `node tools/mutate.ts [ID ...]`. A survivor is a vector that is missing, or something the definition need not say.
 */
import { expectedCourse, play } from '../tests/support/play.ts';
import { vectorsOf } from '../tests/support/vectors.ts';
import type { AnyDefinition } from '../src/service/define.ts';
import type { Field } from '../src/service/fields.ts';
import { createCatalog } from '../src/service/load.ts';
import { definitions } from '../src/services/index.ts';
import { isObject } from './conformance/compare.ts';

interface Mutant {
  readonly change: string;
  readonly definition: AnyDefinition;
}

const without = <T extends object>(value: T, name: string): T =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as T;

/** What is left out of a field, where it is there. */
const FIELD_MEMBERS = [
  'required',
  'pattern',
  'check',
  'read',
  'mask',
  'safe',
  'written',
  'late',
  'min',
  'max',
  'lenient',
];
const LIST_MEMBERS = ['match', 'synonyms', 'names', 'split', 'sorted', 'aliases', 'default', 'keepInvalid'];

/** Members that only say in `details` what something else makes so. */
function isSaidOnly(name: string, field: Field, member: string): boolean {
  if (member === 'required') return field.required !== true || field.kind === 'host' || field.kind === 'recipients';
  if (member === 'aliases') return 'aliases' in field && field.aliases.every((alias) => alias === (field.key ?? name));
  // Beside a `read` it is only published: `read` refuses by itself.
  if (member === 'pattern') return 'read' in field && field.read !== undefined;
  // A flag is off, and a path `/`, without a default too.
  return member === 'default' && (field.kind === 'path' || (field.kind === 'flag' && field.default !== true));
}

function* fieldMutants(name: string, field: Field): Generator<readonly [change: string, field: Field]> {
  for (const member of [...FIELD_MEMBERS, ...LIST_MEMBERS])
    if (member in field && !isSaidOnly(name, field, member))
      yield [`${name} without ${member}`, without(field, member)];
  if (field.kind === 'flag') yield [`${name} with the other default`, { ...field, default: !(field.default ?? false) }];
  if (field.kind === 'recipients') {
    const kinds = Object.entries(field.kinds);
    if (kinds.length > 1)
      yield [`${name} with its kinds reversed`, { ...field, kinds: Object.fromEntries(kinds.toReversed()) }];
    for (const [kind, rule] of kinds)
      for (const member of rule.read ? ['read', 'write'] : ['prefix', 'pattern', 'fallback', 'write'])
        if (member in rule)
          yield [
            `${name}.${kind} without ${member}`,
            { ...field, kinds: { ...field.kinds, [kind]: without(rule, member) } },
          ];
  }
}

const DEFINITION_MEMBERS = [
  'canonical',
  'commonFirst',
  'failure',
  'limits',
  'format',
  'attachments',
  'native',
  'session',
] as const;

/** Whether a service speaks another protocol than HTTP: statuses mean nothing to it. */
const speaksOther = ({ id }: AnyDefinition): boolean =>
  vectorsOf(id).some(({ requests = [] }) => requests.some((request) => 'protocol' in request));

function* mutantsOf(definition: AnyDefinition): Generator<Mutant> {
  for (const member of DEFINITION_MEMBERS)
    if (member in definition) yield { change: `without ${member}`, definition: without(definition, member) };
  const { accept } = definition;
  if (Array.isArray(accept))
    for (const status of accept as readonly number[])
      yield {
        change: `refuses ${status}`,
        definition: { ...definition, accept: accept.filter((other) => other !== status) },
      };
  if (accept !== '2xx' && !speaksOther(definition))
    yield { change: 'accepts all of 2xx', definition: { ...definition, accept: '2xx' } };
  for (const [name, field] of Object.entries(definition.fields))
    for (const [change, mutated] of fieldMutants(name, field))
      yield { change, definition: { ...definition, fields: { ...definition.fields, [name]: mutated } } };
}

/** Whether what happened is what was expected, as far as that is stated. */
function fits(expected: unknown, got: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(got) && got.length === expected.length && expected.every((item, index) => fits(item, got[index]))
    );
  if (isObject(expected))
    return isObject(got) && Object.entries(expected).every(([key, value]) => fits(value, got[key]));
  return Object.is(expected, got);
}

async function isNoticed({ definition }: Mutant): Promise<boolean> {
  const catalog = createCatalog([definition]);
  for (const vector of vectorsOf(definition.id))
    try {
      if (!fits(expectedCourse(vector), await play(vector, catalog))) return true;
    } catch {
      return true;
    }
  return false;
}

const wanted = process.argv.slice(2);
let mutants = 0;
let survivors = 0;
for (const definition of definitions) {
  if (wanted.length > 0 && !wanted.includes(definition.id)) continue;
  if (await isNoticed({ change: 'as it is', definition }))
    throw new Error(`the vectors of ${definition.id} fail as it is`);
  for (const mutant of mutantsOf(definition)) {
    mutants++;
    if (await isNoticed(mutant)) continue;
    survivors++;
    console.log(`${definition.id}: ${mutant.change}`);
  }
}
console.log(`${mutants} mutants, ${survivors} survivors (${((100 * survivors) / Math.max(1, mutants)).toFixed(1)} %)`);
