import { randomUUID } from "node:crypto";
import type { ReceiverEvent } from "../bolt-app.ts";
import type { RunOnce } from "../contain/run-once.ts";
import { watchAck } from "../contain/watch-ack.ts";
import { readEvent } from "../events/read-event.ts";
import { guardAck } from "../guard/guard-ack.ts";
import type { GuardOptions } from "../guard/guard-message.ts";
import type { Reporter } from "../report/report.ts";
import { type BotRequest, runRequest } from "./request.ts";

export interface Running {
  readonly report: Reporter;
  readonly once: RunOnce;
  readonly guard: GuardOptions;
}

/** Takes one event through the app: once, with an id of its own, its acknowledgement watched, its beginning and end told. */
export async function runEvent(
  delivery: ReceiverEvent,
  process: (event: ReceiverEvent) => Promise<void>,
  { report, once, guard }: Running,
): Promise<void> {
  const event = readEvent(delivery);
  const finish = event.id === undefined ? () => undefined : await once.claim(event.id);
  if (finish === undefined) {
    report({ type: "redelivery-skipped", event });
    await delivery.ack();
    return;
  }
  const id = randomUUID().slice(0, 8);
  const { ack, acknowledge } = watchAck((response) => delivery.ack(response), {
    event,
    guard: (response) => guardAck(response, guard),
    onLate: (afterMs) => report({ type: "not-acknowledged", request: id, event, afterMs }),
  });
  const request: BotRequest = { id, event, startedAt: performance.now(), hasFailed: false, acknowledge };
  if (event.isAwaited) report({ type: "request-started", request: id, event });
  try {
    await runRequest(request, () => process({ ...delivery, ack }));
  } catch (error) {
    request.hasFailed = true;
    throw error;
  } finally {
    finish(!request.hasFailed);
    if (event.isAwaited) tellEnd(request, report);
  }
}

function tellEnd({ id, event, hasFailed, startedAt }: BotRequest, report: Reporter): void {
  const outcome = hasFailed ? "failed" : "completed";
  report({ type: "request-ended", request: id, event, outcome, tookMs: performance.now() - startedAt });
}
