import { type Fault, readFault } from "../faults/read-fault.ts";

/** The playbook's last word ("Graceful Degradation"). */
export const lastWords = {
  success: true,
  answer: "I'm experiencing technical difficulties. Please try again in a few minutes.",
} as const;

export type LastWords = typeof lastWords;

/** Which step failed, and of what. */
export interface Degradation {
  readonly step: "full" | "simplified";
  readonly fault: Fault;
}

type Step<Args extends readonly unknown[], Value> = (...args: Args) => Value | PromiseLike<Value>;

export interface DegradeOptions<LastWord> {
  /** Instead of the playbook's own. */
  readonly lastWord?: LastWord;
  readonly onFailure?: (failed: Degradation) => void;
}

/**
 * The three-step chain: all of it, else the simple form, else a last word that cannot fail.
 *
 * @example
 * const answer = degrade(askModelWithTools, searchOnly);
 * await answer(question);
 */
export function degrade<Args extends readonly unknown[], Full, Simple, LastWord = LastWords>(
  full: Step<Args, Full>,
  simplified: Step<Args, Simple>,
  options: DegradeOptions<LastWord> = {},
): (...args: Args) => Promise<Full | Simple | LastWord | LastWords> {
  const { onFailure = () => undefined } = options;
  return async (...args) => {
    try {
      return await full(...args);
    } catch (error) {
      onFailure({ step: "full", fault: readFault(error) });
    }
    try {
      return await simplified(...args);
    } catch (error) {
      onFailure({ step: "simplified", fault: readFault(error) });
    }
    return options.lastWord ?? lastWords;
  };
}
