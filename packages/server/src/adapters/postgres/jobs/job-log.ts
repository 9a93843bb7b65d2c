import { Logger } from "graphile-worker";

/** Static message, data beside it. */
export type JobLog = (
  level: "debug" | "info" | "warn" | "error",
  message: string,
  data: Readonly<Record<string, unknown>>,
) => void;

/**
 * The engine's own warnings and errors; failed jobs are left out, as the runner tells them itself. While the runner ends,
 * the engine calls ordinary things errors (being told twice to stop), so what it says then is detail.
 */
export function engineLogger(log: JobLog, isEnding: () => boolean = () => false): Logger {
  return new Logger(() => (level, text, meta) => {
    if (meta?.failure === true || level === "info" || level === "debug") return;
    if (isEnding()) log("debug", "the job engine spoke while it stopped", { text });
    else if (level === "error") log("error", "the job engine reported an error", { text });
    else log("warn", "the job engine warned", { text });
  });
}
