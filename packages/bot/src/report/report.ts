import type { LastWords } from "../contain/last-words.ts";
import type { EventFacts } from "../events/read-event.ts";
import type { Fault } from "../faults/read-fault.ts";
import type { BreakerState } from "../protect/dependency.ts";
import type { DependencyCall } from "../protect/protect.ts";

/** A rule of Block Kit that a message broke, and where. */
export interface BrokenRule {
  readonly rule: string;
  /** JSON pointer. */
  readonly path: string;
}

/** What happened, as data: each once. Never a text of users, nor a secret. */
export type Report =
  | { readonly type: "request-started"; readonly request: string; readonly event: EventFacts }
  | {
      readonly type: "request-ended";
      readonly request: string;
      readonly event: EventFacts;
      readonly outcome: "completed" | "failed";
      readonly tookMs: number;
    }
  | {
      readonly type: "fault";
      readonly request?: string;
      readonly event?: EventFacts;
      readonly fault: Fault;
      /** Redacted and cut. */
      readonly message: string;
      /** The first frames that are the bot's own. */
      readonly frames: readonly string[];
    }
  | ({ readonly type: "call"; readonly request?: string } & DependencyCall)
  | { readonly type: "breaker"; readonly dependency: string; readonly state: BreakerState }
  | { readonly type: "message-repaired"; readonly method: string; readonly broken: readonly BrokenRule[] }
  | {
      readonly type: "message-refused";
      readonly method: string;
      readonly code: string;
      readonly broken: readonly BrokenRule[];
      readonly wasSentAsText: boolean;
    }
  | { readonly type: "credential-refused"; readonly dependency: string; readonly fault: Fault }
  | {
      readonly type: "not-acknowledged";
      readonly request: string;
      readonly event: EventFacts;
      readonly afterMs: number;
    }
  | { readonly type: "redelivery-skipped"; readonly event: EventFacts }
  | { readonly type: "still-working"; readonly request: string; readonly event: EventFacts; readonly afterMs: number }
  | ({ readonly type: "last-words" } & LastWords)
  | { readonly type: "own-failure"; readonly part: string; readonly fault: Fault };

export type Reporter = (report: Report) => void;

/** The bot's logger, or the console. */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

/** Tells each listener of what happened; one that throws is a guest's fault and stays without effect. */
export function createReporter(listeners: readonly Reporter[]): Reporter {
  return (report) => {
    for (const listen of listeners) {
      try {
        listen(report);
      } catch {
        // Nothing of ours may reach the bot.
      }
    }
  };
}
