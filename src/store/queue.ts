/** Runs one piece of work after another in the order they came; a failure concerns only whoever asked for it. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();
  #unfinished = 0;

  get isIdle(): boolean {
    return this.#unfinished === 0;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.#unfinished++;
    const result = this.#last.then(work).finally(() => this.#unfinished--);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
