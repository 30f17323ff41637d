type Kind = 'localStorage' | 'sessionStorage';

/** What a browser has kept under a name; one that forbids pages to keep anything has nothing. */
export function readKept(kind: Kind, name: string): string | undefined {
  try {
    return globalThis[kind].getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text under a name, or forgets it, where the browser lets pages do so and has room. */
export function keep(kind: Kind, name: string, text: string | undefined): void {
  try {
    if (text === undefined) globalThis[kind].removeItem(name);
    else globalThis[kind].setItem(name, text);
  } catch {
    // The page works without.
  }
}
