import { Logger } from "graphile-worker";

/** Static message, data beside it. */
export type JobLog = (
  level: "debug" | "info" | "warn" | "error",
  message: string,
  data: Readonly<Record<string, unknown>>,
) => void;

/** The engine's own warnings and errors; failed jobs are left out, as the runner tells them itself. */
export function engineLogger(log: JobLog): Logger {
  return new Logger(() => (level, text, meta) => {
    if (meta?.failure === true) return;
    if (level === "error") log("error", "the job engine reported an error", { text });
    if (level === "warning") log("warn", "the job engine warned", { text });
  });
}
