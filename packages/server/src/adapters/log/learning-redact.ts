import { createRedact, type Redact } from "../../domain/redact.ts";

export interface LearningRedact {
  readonly redact: Redact;
  /** Masked from now on, wherever they stand. */
  readonly learn: (secrets: readonly string[]) => void;
}

/** Ours: the newest so many stay known, as every text is searched for each of them. */
const MOST_LEARNT = 2_000;

/** Knows the secrets of the configuration for ever, and those that come to light while the server runs. */
export function createLearningRedact(configured: readonly string[]): LearningRedact {
  const learnt = new Set<string>();
  let current = createRedact(configured);
  return {
    redact: (text) => current(text),
    learn: (secrets) => {
      const added = secrets.filter((secret) => !learnt.has(secret));
      if (added.length === 0) return;
      for (const secret of added) learnt.add(secret);
      for (const oldest of [...learnt].slice(0, -MOST_LEARNT)) learnt.delete(oldest);
      current = createRedact([...configured, ...learnt]);
    },
  };
}
