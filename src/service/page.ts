import type { AnyDefinition } from './define.ts';
import { schemesOf, templatesOf, tokenNames } from './details.ts';
import { isPlural, keyOf, type Field } from './fields.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function meaning(field: Field): string {
  const facts = [field.label];
  const names = field.kind === 'choice' ? (field.names ?? field.values) : [];
  if (field.kind === 'choice') facts.push(`one of ${names.map((name) => `\`${name}\``).join(', ')}`);
  if (field.kind === 'flag') facts.push('yes or no');
  if ('default' in field && field.default !== undefined) {
    const shown = field.kind === 'choice' ? names[field.values.indexOf(field.default)] : field.default;
    facts.push(`default \`${String(shown)}\``);
  }
  if (field.aliases?.length) facts.push(`also ${field.aliases.map((alias) => `\`${alias}\``).join(', ')}`);
  if (isPlural(field))
    facts.push(
      ...Object.values(field.kinds ?? {}).map((kind) =>
        kind.prefix ? `\`${kind.prefix}\` marks a ${kind.label}` : kind.label,
      ),
    );
  return cell(facts.join('; '));
}

function placeOf(definition: AnyDefinition, name: string, field: Field): string {
  if (field.kind === 'map') return `\`${field.prefix}name=\``;
  return tokenNames(definition).has(keyOf(name, field)) ? 'address' : 'query';
}

/** The reference page of a service, as Markdown; no line of it is written by hand. */
export function pageOf(definition: AnyDefinition): string {
  const { name, homepage, fields, attachments, limits, format = 'text' } = definition;
  const scheme = schemesOf(definition)[0]!;
  const rows = Object.entries(fields)
    .filter(([, field]) => field.kind !== 'alias' && !field.unpublished)
    .map(
      ([property, field]) =>
        `| \`${keyOf(property, field)}\` | ${placeOf(definition, property, field)} | ${field.required ? 'yes' : ''} | ${meaning(field)} |`,
    );
  const facts = [
    `Schemes: ${schemesOf(definition)
      .map((known) => `\`${known}://\``)
      .join(', ')}`,
    `Messages as ${format}; attachments: ${attachments ? 'yes' : 'no'}`,
    ...(typeof limits === 'object'
      ? [
          `At most ${limits.body ?? 32768} characters; titles: ${limits.title === 0 ? 'folded into the body' : (limits.title ?? 250)}`,
        ]
      : []),
  ];
  return [
    `# ${name}`,
    '',
    ...(homepage ? [`<${homepage}>`, ''] : []),
    ...facts.map((fact) => `- ${fact}`),
    '',
    '```',
    ...templatesOf(definition).map((template) => `${scheme}://${template}`),
    '```',
    '',
    '| Field | Where | Required | Meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'Every service also takes the [common options](../guide/common-options.md).',
    '',
  ].join('\n');
}
