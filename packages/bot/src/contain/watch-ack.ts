import type { EventFacts } from "../events/read-event.ts";

/** Slack shows people an error when a command or a click is not acknowledged for so long (docs.slack.dev/interactivity). */
const ACK_MS = 3_000;

export type Ack = (response?: unknown) => Promise<unknown>;

export interface WatchedAck {
  readonly ack: Ack;
  isAcknowledged(): boolean;
  /** Acknowledges if nobody did; never throws. */
  acknowledge(): Promise<void>;
}

interface AckWatching {
  readonly event: EventFacts;
  /** Mends what an acknowledgement carries, such as a view. */
  readonly guard: (response: unknown) => unknown;
  readonly onLate: (afterMs: number) => void;
}

/** Bolt has no such watch in Socket Mode, where a command that nobody acknowledges just stays silent. */
export function watchAck(original: Ack, { event, guard, onLate }: AckWatching): WatchedAck {
  let isAcknowledged = false;
  const timer = event.needsAck ? setTimeout(() => onLate(ACK_MS), ACK_MS) : undefined;
  timer?.unref();
  const ack: Ack = (response) => {
    isAcknowledged = true;
    clearTimeout(timer);
    return original(response === undefined ? response : guard(response));
  };
  return {
    ack,
    isAcknowledged: () => isAcknowledged,
    acknowledge: async () => {
      if (isAcknowledged || !event.needsAck) return;
      try {
        await ack();
      } catch {
        // The receiver has answered already.
      }
    },
  };
}
