/** What the server says of itself. */

/** `warn`: somebody may have to act; `error`: somebody must. */
export type LogLevel = "info" | "warn" | "error";

/** A static message with data beside it; an adapter redacts both. */
export type Log = (level: LogLevel, message: string, data?: Readonly<Record<string, unknown>>) => void;
