/** What the lines of a log say of requests: which there are, which failed without a word, and what they called last. */

import { isSureOperation } from "../read-operations.ts";
import type { LogEntry } from "./log-entry.ts";
import type { FailedOperation } from "./outside-facts.ts";
import type { EntryReading } from "./read-entry.ts";
import { createRecentMap, type RecentMap } from "./recent-map.ts";
import { createRecentNumbers, type RecentNumbers } from "./recent-numbers.ts";

/** What one entry says of a request. */
export interface RequestNote {
  readonly requestId?: string;
  readonly operation?: string;
  /** It tells that the operation failed, and not why. */
  readonly isBareFailure: boolean;
}

export interface OperationNotes {
  take(entry: LogEntry, reading: EntryReading): RequestNote;
  /** Of a line that fails nothing; what it was read from may have been of another request. */
  note(line: number, reading: EntryReading, requestId: string | undefined): void;
  isSure(mark: NonNullable<EntryReading["mark"]>): boolean;
  /** Lines that say no more than that an operation failed. */
  readonly failed: FailedOperation[];
  /** Requests that an operation was of: where it ended, a negative line where it failed, and 0 while it is under way. */
  readonly requests: Pick<RecentNumbers, "get">;
  /** The dependency that a request called last. */
  readonly calls: Pick<RecentMap<string>, "get">;
}

/** Requests that are remembered, at least. */
const MOST_REQUESTS = 131_072;
const MOST_CALLS = 10_000;
/** Names come out of logs, and a log may put an id into each. */
const MOST_NAMES = 10_000;

export function createOperationNotes(): OperationNotes {
  const failed: FailedOperation[] = [];
  const requests = createRecentNumbers(MOST_REQUESTS);
  const begun = new Set<string>();
  const calls = createRecentMap<string>(MOST_CALLS);

  function note(line: number, { mark }: EntryReading, requestId: string | undefined): void {
    if (mark === undefined || !isSureOperation(mark, begun)) return;
    if (mark.step === "started" && begun.size < MOST_NAMES) begun.add(mark.name);
    if (requestId !== undefined) requests.set(requestId, endOf(line, mark.step));
  }

  function take(entry: LogEntry, reading: EntryReading): RequestNote {
    const { requestId, mark, called, isBareFailure } = reading;
    const request = requestId === undefined ? {} : { requestId };
    if (requestId !== undefined && called !== undefined) calls.set(requestId, called);
    note(entry.line, reading, requestId);
    if (mark === undefined || !isSureOperation(mark, begun)) return { ...request, isBareFailure: false };
    if (isBareFailure) failed.push({ entry, name: mark.name, ...request });
    return { ...request, operation: mark.name, isBareFailure };
  }

  return { take, note, isSure: (mark) => isSureOperation(mark, begun), failed, requests, calls };
}

function endOf(line: number, step: NonNullable<EntryReading["mark"]>["step"]): number {
  if (step === "started") return 0;
  return step === "completed" ? line : -line;
}
