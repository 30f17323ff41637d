import {
  matches,
  parseFilter,
  parseTag,
  parseTagExpression,
  parseTags,
  splitTags,
  type Tag,
} from '../../../src/service/tags.ts';
import { Skip, type Judge, type Row } from './judge.ts';

/** A tag as services show it. */
export const tagEntry = ({ name, priority, explicit, retry }: Tag): Record<string, unknown> => ({
  name,
  priority,
  ...(explicit && { explicit }),
  ...(retry !== undefined && { retry }),
});

/** The tags of a service as recorded: by name. */
export const tagEntries = (tags: readonly Tag[]): Record<string, unknown>[] =>
  tags.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(tagEntry);

interface Input {
  readonly value: string;
  readonly a: string;
  readonly b: string;
  readonly tag: unknown;
  readonly services: readonly (readonly string[])[];
  readonly match_always: boolean;
}

const indexesOf = (services: Input['services'], test: (tags: readonly Tag[]) => boolean): number[] =>
  services.flatMap((texts, index) => (test(parseTags(texts)) ? [index] : []));

export const judge = ({ kind, in: input }: Row<Input>): unknown => {
  const { value, a, b, tag, services, match_always: always } = input;
  switch (kind) {
    case 'parse': {
      const parsed = parseTag(value);
      return { ...parsed, retry: parsed.retry ?? null, truthy: parsed.name !== '' };
    }
    case 'equal': {
      const equal = parseTag(a).name === parseTag(b).name;
      return { equal, equal_to_text: equal, in_set: equal };
    }
    case 'service_tags':
      return tagEntries(parseTags(splitTags(tag)));
    case 'match':
    case 'match_default': {
      const filter = parseFilter(tag, always === undefined ? {} : { always });
      return { matched: indexesOf(services, (tags) => filter === undefined || matches(filter, tags)) };
    }
    case 'contains': {
      const wanted = splitTags(tag);
      return indexesOf(services, (tags) => tags.some(({ name }) => wanted.includes(name)));
    }
    case 'api_expression': {
      const expression = typeof tag === 'string' ? parseTagExpression(tag) : undefined;
      return expression === undefined
        ? { raises: 'ValueError', message: 'Unsupported characters found in tag definition' }
        : { value: expression };
    }
    default:
      throw new Skip(`unknown kind ${kind}`);
  }
};
judge satisfies Judge<Input>;
