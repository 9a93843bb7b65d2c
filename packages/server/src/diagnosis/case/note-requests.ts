/** Notes of each line that says something of its request, so that failing ones can be told from those that go well. */

import type { LogEntry } from "../triage/log-entry.ts";
import { type EntryReading, idIn } from "../triage/read-entry.ts";
import { type Attribute, attributesOf } from "./read-attributes.ts";
import { readNumber } from "./read-fields.ts";
import type { RequestFact } from "./request-fact.ts";

export interface RequestNotes {
  readonly take: (entry: LogEntry, reading: EntryReading, service: string) => void;
  readonly facts: () => readonly RequestFact[];
}

/** So many are kept of each log; of more every second that went well is left out, time and again. */
const MOST = 60_000;
const MOST_VALUES = 50_000;

export function createRequestNotes(): RequestNotes {
  let facts: RequestFact[] = [];
  let stride = 1;
  let index = 0;
  const intern = createIntern();
  const take = (entry: LogEntry, reading: EntryReading, service: string): void => {
    const { at, text, fields } = entry;
    const failed = isFailed(entry, reading);
    index += 1;
    if (at === undefined || (!failed && index % stride !== 0) || (failed && facts.length >= 2 * MOST)) return;
    const attributes = attributesOf(text, fields).map(intern);
    const request = idIn(reading);
    if (attributes.length === 0 && !failed) return;
    facts.push({ at, service, failed, attributes, ...(request === undefined ? {} : { request }) });
    if (facts.length < MOST || stride >= 1_024) return;
    facts = facts.filter((fact, place) => fact.failed || place % 2 === 0);
    stride *= 2;
  };
  return { take, facts: () => facts };
}

/** An access log tells of a failure by its status alone. */
function isFailed({ fields }: LogEntry, { judgement, mark }: EntryReading): boolean {
  if (judgement === "error" || mark?.step === "failed") return true;
  const status = fields === undefined ? undefined : readNumber(fields, "status", "statusCode", "status_code");
  return status !== undefined && status >= 500 && status < 600;
}

/** The same pair is kept once. */
function createIntern(): (pair: Attribute) => Attribute {
  const known = new Map<string, Attribute>();
  return (pair) => {
    const key = `${pair[0]}=${pair[1]}`;
    const same = known.get(key);
    if (same === undefined && known.size < MOST_VALUES) known.set(key, pair);
    return same ?? pair;
  };
}
