/** What the lines of a log say of requests: which there are, which failed without a word, and what they called last. */

import { firstLineOf } from "../mask-text.ts";
import { isSureOperation, readOperation } from "../read-operations.ts";
import { parseEntry, requestIdOf, tellsNoCause } from "./join-entry.ts";
import type { LogEntry } from "./log-entry.ts";
import { nameComponent } from "./name-component.ts";
import type { FailedOperation } from "./outside-facts.ts";

/** What one entry says of a request. */
export interface RequestNote {
  readonly requestId?: string;
  readonly operation?: string;
  /** It tells that the operation failed, and not why. */
  readonly isBareFailure: boolean;
}

export interface OperationNotes {
  take(entry: LogEntry): RequestNote;
  /** Lines that say no more than that an operation failed. */
  readonly failed: readonly FailedOperation[];
  /** Ids of all requests that an operation was of. */
  readonly requests: ReadonlySet<string>;
  /** The dependency that a request called last. */
  readonly calls: ReadonlyMap<string, string>;
}

const MOST_REQUESTS = 100_000;
const CALLED = /\b(?:GET|POST|PUT|PATCH|DELETE) https?:\/\/([\w.-]{1,253})/;

export function createOperationNotes(): OperationNotes {
  const failed: FailedOperation[] = [];
  const requests = new Set<string>();
  const begun = new Set<string>();
  const calls = new Map<string, string>();

  function noteCall({ text }: LogEntry, requestId: string): void {
    const host = CALLED.exec(text.slice(0, 300))?.[1];
    const component = host === undefined ? undefined : nameComponent({ host, packages: [], words: "" });
    if (component !== undefined && calls.size < MOST_REQUESTS) calls.set(requestId, component);
  }

  function take(entry: LogEntry): RequestNote {
    const parsed = parseEntry(entry, firstLineOf(entry.text));
    const requestId = requestIdOf(parsed);
    const request = requestId === undefined ? {} : { requestId };
    if (requestId !== undefined) noteCall(entry, requestId);
    const mark = readOperation(0, parsed);
    if (mark === undefined || !isSureOperation(mark, begun)) return { ...request, isBareFailure: false };
    const { name, step } = mark;
    if (step === "started") begun.add(name);
    if (requestId !== undefined && requests.size < MOST_REQUESTS) requests.add(requestId);
    const isBareFailure = step === "failed" && tellsNoCause(entry);
    if (isBareFailure) failed.push({ entry, name, ...request });
    return { ...request, operation: name, isBareFailure };
  }

  return { take, failed, requests, calls };
}
