/** Why the embedded server could not be had; closed, so that a face can branch on it. */
export type EmbeddedPostgresCode =
  | "binaries-missing"
  | "folder-not-writable"
  | "folder-unreachable"
  | "port-taken"
  | "newer-data"
  | "start-failed"
  | "stop-failed";

/** The embedded server could not be started, joined or stopped; the message says what, where and what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresCode;

  constructor(message: string, { code, cause }: { readonly code: EmbeddedPostgresCode; readonly cause?: unknown }) {
    super(message, { cause });
    this.name = "EmbeddedPostgresError";
    this.code = code;
  }
}
