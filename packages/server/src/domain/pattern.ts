/** A known way of failing, as the playbook file tells it. */

/** Who must act. */
export const ORIGINS = ["own-code", "config", "external"] as const;
export type Origin = (typeof ORIGINS)[number] | "none";

/** Who reports failures: the bot, Bolt's error handler, the socket client, Slack's Web client, Node at its end, npm and the like, the platform. */
export const REPORTERS = ["bot", "bolt", "socket", "web-client", "node", "runner", "platform"] as const;
export type Reporter = (typeof REPORTERS)[number];

/** Every key that is given must hold; of several values one must. In names and words `*` stands for anything. */
export interface Condition {
  readonly class?: readonly string[];
  /** What it calls itself: its code, or the type that the other side gave it. */
  readonly code?: readonly string[];
  readonly type?: readonly string[];
  /** A status, or a range such as `5xx`. */
  readonly status?: readonly (number | string)[];
  readonly component?: readonly string[];
  readonly call?: readonly string[];
  readonly reporter?: readonly Reporter[];
  /** Whole words that the message, class, type or code contains, without regard to case; `*` does not cross a line. */
  readonly says?: readonly string[];
  readonly crash?: boolean;
  /** Nobody caught it: the runtime or a framework told of it. */
  readonly unhandled?: boolean;
}

/** How one failure is known, and what it means where it is known so. */
export interface PatternRule {
  /** Its key in the playbook. */
  readonly id: string;
  readonly when: Condition;
  /** Not where this holds, for the same error or another of its chain. */
  readonly unless?: Condition;
  /** The dependency to look at first; without it, what the failure names. */
  readonly component?: string;
  /** The same, but only where the failure names no dependency that is known. */
  readonly usualComponent?: string;
  readonly origin?: Origin;
  readonly firstFix?: string;
  /** A symptom gives way to any cause that is known beside it. */
  readonly symptom?: boolean;
}

export interface Pattern {
  readonly id: string;
  readonly title: string;
  readonly symptoms: readonly string[];
  readonly rules: readonly PatternRule[];
  readonly origin: Origin;
  readonly investigation: readonly string[];
  readonly causes: readonly string[];
  /** The first is the first fix, unless a rule has its own. */
  readonly remedies: readonly string[];
  readonly examples: { readonly positive: readonly PatternExample[]; readonly negative: readonly PatternExample[] };
}

export interface PatternExample {
  readonly log: string;
  /** Of a positive example, where they matter. */
  readonly component?: string;
  readonly origin?: Origin;
  /** Of a negative example: what it is instead; a pattern's id, `none` or `unknown`. */
  readonly pattern?: string;
}

/** A failure with the rule that explains it. */
export interface PatternMatch {
  readonly pattern: Pattern;
  readonly rule: PatternRule;
  /** Index in the chain of the link that matched. */
  readonly link: number;
}
