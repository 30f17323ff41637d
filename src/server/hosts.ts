const HOST = /^(?:[a-z0-9._-]+|\[[a-f0-9:.]+\])(?::\d+)?$/i;

/** Decides which `Host` headers are answered; the last one that was is not looked at again. */
export class HostFilter {
  readonly #allowed: readonly string[];
  #last: string | undefined;

  /** Names, `.name` for a name and all below it, or `*` for all. */
  constructor(allowed: readonly string[]) {
    this.#allowed = allowed;
  }

  accepts(header: string | undefined): boolean {
    if (header === this.#last) return true;
    const accepted = header === undefined ? this.#allowed.includes('*') : this.#isAllowed(header);
    if (accepted) this.#last = header;
    return accepted;
  }

  #isAllowed(header: string): boolean {
    if (!HOST.test(header)) return false;
    const name = header.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
    return this.#allowed.some(
      (allowed) =>
        allowed === '*' ||
        allowed === name ||
        (allowed.startsWith('.') && (name === allowed.slice(1) || name.endsWith(allowed))),
    );
  }
}
