/** Tags that stand for others: a service that carries a member of a group also carries the group, and so on upward. */
export class Groups {
  readonly #groupsOf = new Map<string, Set<string>>();

  add(group: string, members: Iterable<string>): void {
    for (const member of members) {
      const groups = this.#groupsOf.get(member);
      if (groups) groups.add(group);
      else this.#groupsOf.set(member, new Set([group]));
    }
  }

  /** The tags of a service and every group they are in; groups within each other do no harm. */
  expand(tags: Iterable<string>): ReadonlySet<string> {
    const all = new Set(tags);
    for (const tag of all) for (const group of this.#groupsOf.get(tag) ?? []) all.add(group);
    return all;
  }
}
