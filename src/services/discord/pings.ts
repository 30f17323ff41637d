/** A user `@1`, `<@1>`, a role `@&1`, `<@&1>`, or a word as in `@here`. */
const MENTION = /<?@(&?)(\d+)>?|@([a-z0-9]+)/gi;

/** The part of a payload that calls the users and roles a text mentions; empty if there are none. */
export function pingsIn(text: string) {
  const words = new Set<string>();
  const roles = new Set<string>();
  const users = new Set<string>();
  for (const [, mark, id, word] of text.matchAll(MENTION)) {
    if (word) words.add(word);
    else if (id) (mark ? roles : users).add(id);
  }
  if (words.size + roles.size + users.size === 0) return {};
  const mentions = [
    ...Array.from(words, (word) => `@${word}`),
    ...Array.from(roles, (id) => `<@&${id}>`),
    ...Array.from(users, (id) => `<@${id}>`),
  ];
  return {
    allow_mentions: { parse: [...words], users: [...users], roles: [...roles] },
    content: `👉 ${mentions.join(' ')}`,
  };
}
