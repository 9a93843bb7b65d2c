import type { EventFacts } from "../events/read-event.ts";
import type { Log, Report, Reporter } from "./report.ts";

/**
 * The lines in the bot's log. Requests read as the playbook greps for them (`START`, `completed`, `failed`, `took 1234ms`);
 * what somebody may have to act on is one line of JSON.
 */
export function writeLines(log: Log): Reporter {
  return (report) => {
    const line = toLine(report);
    if (line === undefined) return;
    const { level, text } = line;
    log[level](text);
  };
}

interface Line {
  readonly level: keyof Log;
  readonly text: string;
}

function toLine(report: Report): Line | undefined {
  switch (report.type) {
    case "request-started":
      return { level: "info", text: `START ${nameOf(report.event)} request=${report.request}` };
    case "request-ended":
      return {
        level: "info",
        text: `${report.outcome} ${nameOf(report.event)} request=${report.request} took ${Math.round(report.tookMs)}ms`,
      };
    case "fault":
    case "last-words":
    case "not-acknowledged":
    case "credential-refused":
    case "message-refused":
      return { level: "error", text: toJson(report) };
    case "breaker":
    case "message-repaired":
    case "own-failure":
    case "redelivery-skipped":
    case "still-working":
      return { level: "warn", text: toJson(report) };
    case "call":
      return undefined;
  }
}

function nameOf({ kind, name }: EventFacts): string {
  return kind === "event" || kind === "command" ? name : `${kind} ${name}`;
}

const WORDS: Partial<Readonly<Record<Report["type"], string>>> = {
  fault: "a listener failed",
  "not-acknowledged": "an event was not acknowledged in time",
  "credential-refused": "a credential was refused",
  "message-refused": "Slack refused a message",
  "last-words": "the process before this one ended of an error that nobody caught",
  breaker: "a circuit breaker changed",
  "message-repaired": "a message was repaired before it was sent",
  "own-failure": "a part of @allclear/bot failed; the bot goes on without it",
  "redelivery-skipped": "an event that was handled came again and was skipped",
  "still-working": "a listener takes long",
};

function toJson({ type, ...data }: Report): string {
  const { event, ...rest } = data as { readonly event?: EventFacts };
  const { responseUrl: _, ...facts } = event ?? {};
  return JSON.stringify({ msg: WORDS[type] ?? type, type, ...(event !== undefined && { event: facts }), ...rest });
}
