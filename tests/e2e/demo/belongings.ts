/** What the demo has started or made, so that all of it goes away again, the last first. */
export class Belongings {
  readonly #closers: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  #closed: Promise<readonly string[]> | undefined;

  add(name: string, close: () => Promise<void>): void {
    this.#closers.push({ name, close });
  }

  /** Goes on past what cannot be closed, and answers with a sentence for each of these. Safe to call again. */
  closeAll(): Promise<readonly string[]> {
    this.#closed ??= this.#closeInTurn();
    return this.#closed;
  }

  async #closeInTurn(): Promise<readonly string[]> {
    const problems: string[] = [];
    for (let last = this.#closers.pop(); last !== undefined; last = this.#closers.pop()) {
      const { name, close } = last;
      await close().catch((error: unknown) => {
        problems.push(`${name} could not be closed: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
    return problems;
  }
}
