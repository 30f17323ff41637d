import { sortByText } from '../text/lists.ts';
import { parseMail } from '../text/mails.ts';
import { http } from './http.ts';
import { formatMailbox } from './mime.ts';

/** A mail address, behind the name it was given with, as a header has it: `Ann <ann@example.com>`. */
export function readMailbox(text: string): string | undefined {
  const mail = parseMail(text);
  return mail && formatMailbox({ name: mail.name || undefined, address: mail.fullEmail });
}

/** The address of a mailbox that was read. */
export const addressOf = (mailbox: string): string => /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;

/** The mailboxes in texts, each address once, in the order of the addresses. */
export function readMailboxes(texts: readonly string[]): string[] {
  const mailboxes = texts.flatMap((text) => readMailbox(text) ?? []);
  return sortByText(mailboxes, addressOf);
}

interface Copies {
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

/** Who gets a copy of the mail to some: nobody twice, and those in secret not openly too. */
export function copiesBeside(to: readonly string[], { cc, bcc }: Copies): Copies {
  const addressed = new Set(to.map(addressOf));
  const secret = new Set(bcc.map(addressOf));
  return {
    cc: cc.filter((mailbox) => !addressed.has(addressOf(mailbox)) && !secret.has(addressOf(mailbox))),
    bcc: bcc.map(addressOf).filter((address) => !addressed.has(address)),
  };
}

/** Copies that a URL names: openly with their names, in secret by address alone. */
export const readCopies = ({ cc, bcc }: Copies): Copies => ({
  cc: readMailboxes(cc),
  bcc: readMailboxes(bcc).map(addressOf),
});

/** The recipients that texts name, or `own` where there are none: mail to oneself. */
export const orOneself = (texts: readonly string[], own: string): string[] =>
  texts.length > 0 ? texts.flatMap((text) => readMailbox(text) ?? []) : [own];

/** Recipients as a URL has them: none for mail to oneself, and what was given where nothing of it is a recipient. */
export function unlessOneself(targets: readonly string[], given: readonly string[], own: string): readonly string[] {
  if (targets.length === 0) return given;
  return given.length === 0 || (targets.length === 1 && targets[0] === own) ? [] : targets;
}

/** The recipients of each mail: in batch mode up to `size` of them, otherwise one. */
export const mailBatches = (
  { targets, batch }: { readonly targets: readonly string[]; readonly batch: boolean },
  size: number,
): string[][] => http.chunk(targets, batch ? size : 1);

/** A list, or undefined where it is empty. */
export const unlessEmpty = <T>(items: readonly T[]): readonly T[] | undefined => (items.length > 0 ? items : undefined);
