/** One entry of a log, out of whatever envelope carried it: a logger's JSON, a platform's stream, syslog. */

import type { Instant } from "../../domain/instant.ts";

export interface LogEntry {
  /** Where it begins in the input; the first line is 1. */
  readonly line: number;
  /** When it was written, if it says so. */
  readonly at?: Instant;
  /** Its own level, else its envelope's. */
  readonly severity?: "debug" | "info" | "warn" | "error";
  /** Set where only the envelope tells a level: of a plain line it may know no more than the stream. */
  readonly levelBy?: "envelope";
  /** Name that `@slack/logger` printed: `bolt-app`, empty where it printed none. */
  readonly logger?: string;
  /** The logger, thread or place in the code that a plain line names behind its level. */
  readonly source?: string;
  /** The process, app, container or logger that wrote it, if the envelope says so. */
  readonly service?: string;
  /** What the program wrote, without envelope and colours. Lines of one write stay apart; those of one field stay together. */
  readonly text: string;
  /** Its lines are of one error: what it says, and below it the stack. */
  readonly isWhole?: boolean;
  /** Nobody caught that error, and the process ended. */
  readonly isCrash?: boolean;
  /** Its line was cut within an object of JSON: what stood behind is not known. */
  readonly isCut?: boolean;
  /** Fields of a structured entry, its message and time among them. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Takes lines in any format and any mixture; a format may need the next lines before it can tell. */
export interface EntryReader {
  take(line: string): readonly LogEntry[];
  /** For a line that was read elsewhere, and is this entry by itself. */
  join(entry: LogEntry): readonly LogEntry[];
  /** The same for an entry like this one, at another time, which changes nothing of what stands around it. */
  pass(like: LogEntry, at: Instant | undefined): void;
  /** Whether a line may be part of an entry that has begun. */
  isBetween(): boolean;
  /** Whether an entry may belong to one that is held back. */
  isWaiting(): boolean;
  /** The last time that was told. */
  last(): Instant | undefined;
  finish(): readonly LogEntry[];
}
