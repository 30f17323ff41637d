import { readWrittenPhone } from '../../service/index.ts';
import { readMail } from '../../service/mail-api.ts';

type Kind = 'email' | 'number' | 'id';
/** What one target in a URL says of a person. */
export type Trait = readonly [Kind, string];
/** One who is notified, by whatever is known of them. */
export type Person = Readonly<Partial<Record<Kind, string>>>;

const readId = (text: string): string | undefined => /^\s*(?:@|%40)?([\w-]+)\s*$/.exec(text)?.[1];

/** Reads a target: what is no address and no number may be an id. */
export function readTrait(text: string): Trait | undefined {
  const email = readMail(text);
  if (email) return ['email', email];
  const number = readWrittenPhone(text);
  if (number) return ['number', number];
  const id = readId(text);
  return id ? ['id', id] : undefined;
}

/** The persons that targets are: each goes on until something is said once more. */
export function personsOf(traits: readonly Trait[]): Person[] {
  const persons: Partial<Record<Kind, string>>[] = [];
  for (const [kind, value] of traits) {
    const last = persons.at(-1);
    if (last && last[kind] === undefined) last[kind] = value;
    else persons.push({ [kind]: value });
  }
  return persons;
}
