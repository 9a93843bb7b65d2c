import { randomUUID } from "node:crypto";

/** What a scripted fault answers instead of Slack's own reply. */
export type FaultAnswer =
  /** HTTP 200 with `ok: false`, this error and these further fields. */
  | { readonly kind: "error"; readonly error: string; readonly fields?: Readonly<Record<string, unknown>> }
  /** HTTP 429 with `Retry-After`. */
  | { readonly kind: "rate-limited"; readonly retryAfterSeconds: number }
  /** Any HTTP status with any body; default a small HTML page, as a proxy in between would send. */
  | { readonly kind: "status"; readonly status: number; readonly body?: string; readonly contentType?: string }
  /** HTTP 200 with an HTML body where JSON is expected. */
  | { readonly kind: "html"; readonly body?: string }
  /** The right answer, late. */
  | { readonly kind: "slow"; readonly delayMs: number }
  /** No answer, the connection stays open. */
  | { readonly kind: "hang" }
  /** The TCP connection is reset. */
  | { readonly kind: "reset" };

export interface FaultMatch {
  readonly method?: string;
  readonly appId?: string;
  readonly token?: string;
  /** The call's `channel` argument. */
  readonly channel?: string;
}

/** A fault for calls that match all given fields, so many times or until cleared. */
export type SlackFault = FaultMatch &
  FaultAnswer & {
    readonly times?: number;
    /** The call takes effect first and only its reply is lost or replaced. Default: false. */
    readonly afterEffect?: boolean;
  };

export interface FaultSubject {
  readonly method: string;
  readonly appId: string | undefined;
  readonly token: string | undefined;
  readonly channel: string | undefined;
}

interface ScriptedFault {
  readonly id: string;
  readonly fault: SlackFault;
  left: number;
}

/** The scripted faults in the order in which they were scripted; the first that matches is taken. */
export interface FaultScript {
  add(fault: SlackFault): string;
  remove(id: string): void;
  removeAll(): void;
  /** Takes one use of the first fault that matches. */
  take(subject: FaultSubject): SlackFault | undefined;
}

export function createFaultScript(): FaultScript {
  let scripted: ScriptedFault[] = [];
  return {
    add(fault) {
      const id = randomUUID();
      scripted.push({ id, fault, left: fault.times ?? Number.POSITIVE_INFINITY });
      return id;
    },
    remove(id) {
      scripted = scripted.filter((entry) => entry.id !== id);
    },
    removeAll() {
      scripted = [];
    },
    take(subject) {
      const entry = scripted.find(({ fault, left }) => left > 0 && matches(fault, subject));
      if (entry === undefined) {
        return undefined;
      }
      entry.left -= 1;
      return entry.fault;
    },
  };
}

function matches(fault: FaultMatch, subject: FaultSubject): boolean {
  return (["method", "appId", "token", "channel"] as const).every(
    (field) => fault[field] === undefined || fault[field] === subject[field],
  );
}
