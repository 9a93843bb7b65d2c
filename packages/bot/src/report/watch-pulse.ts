import type { Reporter } from "./report.ts";

/** When the bot last showed signs of life, in milliseconds since 1970. */
export interface Pulse {
  readonly hear: Reporter;
  lastEventAt(): number | undefined;
  lastAnswerAt(): number | undefined;
}

export function watchPulse(): Pulse {
  let lastEventAt: number | undefined;
  let lastAnswerAt: number | undefined;
  return {
    hear: (report) => {
      if (report.type === "request-started") lastEventAt = Date.now();
      if (report.type === "request-ended" && report.outcome === "completed") lastAnswerAt = Date.now();
    },
    lastEventAt: () => lastEventAt,
    lastAnswerAt: () => lastAnswerAt,
  };
}
