/** Failures of a case's logs, each with the service that wrote it. */

import type { TimeWindow } from "../../domain/instant.ts";
import type { ErrorFact, ErrorLink } from "../triage/error-fact.ts";
import type { EntryReader, LogEntry } from "../triage/log-entry.ts";
import { type EntryReading, readEntry } from "../triage/read-entry.ts";
import type { FailureReader } from "../triage/read-failures.ts";
import type { CaseFailure, CaseLog, CaseLogFacts, Outcome, ProcessStart } from "./case.ts";
import { createRemarkNotes } from "./note-remarks.ts";
import { createRequestNotes } from "./note-requests.ts";

/** The services are those that the rest of the case knows; the main one gets what names none of them. */
export interface CaseServices {
  readonly known: ReadonlySet<string>;
  readonly main?: string;
}

interface NamedServices extends CaseServices {
  /** There is no other log, so it is that of the main service. */
  readonly isOnly: boolean;
}

/** How logs are read is an argument of the investigation. */
export type ReadCaseLogs = (logs: readonly CaseLog[], services: CaseServices) => CaseLogFacts;

export interface CaseLogReaders {
  readonly readEntries: () => EntryReader;
  readonly readFailures: () => FailureReader;
}

const LONGEST_LINE = 65_536;
/** Of a log with more ended operations, the first tell how they went; the memory stays small. */
const MOST_OUTCOMES = 100_000;

export function createCaseLogReader(readers: CaseLogReaders): ReadCaseLogs {
  return (logs, services) => {
    const read = logs.map((log) => readLog(log, { ...services, isOnly: logs.length === 1 }, readers));
    const failures = read.flatMap((one) => one.failures);
    const spans = read.flatMap(({ span }) => (span === undefined ? [] : [span]));
    const outcomes = read.flatMap((one) => one.outcomes);
    const starts = read.flatMap((one) => one.starts);
    const requests = read.flatMap((one) => one.requests);
    const remarks = read.flatMap((one) => one.remarks);
    return { failures, outcomes, starts, requests, remarks, ...(spans.length === 0 ? {} : { span: spanOf(spans) }) };
  };
}

function spanOf(spans: readonly TimeWindow[]): TimeWindow {
  const from = spans.reduce((least, span) => Math.min(least, span.from), Number.POSITIVE_INFINITY);
  return { from, to: spans.reduce((most, span) => Math.max(most, span.to), 0) };
}

/** One file may hold the lines of several services; each is read by itself, and nothing but failures is kept. */
function readLog(
  { file, text }: CaseLog,
  services: NamedServices,
  { readEntries, readFailures }: CaseLogReaders,
): CaseLogFacts {
  const streams = new Map<string, FailureReader>();
  const own = serviceOfFile(file, services);
  const reader = readEntries();
  const notes = createNotes();
  const requests = createRequestNotes();
  const remarks = createRemarkNotes();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const take = (entry: LogEntry): void => {
    const service = serviceOf(entry, services.known) ?? own;
    const stream = streams.get(service) ?? readFailures();
    streams.set(service, stream);
    stream.take(entry);
    const reading = readEntry(entry);
    notes.take(entry, reading, service);
    requests.take(entry, reading, service);
    remarks.take(entry, reading, service);
    from = Math.min(from, entry.at ?? from);
    to = Math.max(to, entry.at ?? to);
  };
  for (const line of linesOf(text)) for (const entry of reader.take(line.slice(0, LONGEST_LINE))) take(entry);
  for (const entry of reader.finish()) take(entry);
  const failures = [...streams].flatMap(([service, stream]) => finishStream(stream, service, file));
  const { outcomes, starts } = notes;
  return {
    failures,
    outcomes,
    starts,
    requests: requests.facts(),
    remarks: remarks.remarks(),
    ...(from <= to ? { span: { from, to } } : {}),
  };
}

interface Notes extends Pick<CaseLogFacts, "outcomes" | "starts"> {
  readonly take: (entry: LogEntry, reading: EntryReading, service: string) => void;
}

/** What ended how, and when processes started. */
function createNotes(): Notes {
  const outcomes: Outcome[] = [];
  const starts: ProcessStart[] = [];
  const take = ({ at }: LogEntry, { mark, saying }: EntryReading, service: string): void => {
    if (at === undefined || outcomes.length + starts.length >= MOST_OUTCOMES) return;
    if (saying !== undefined) starts.push({ at, service });
    if (mark === undefined || mark.step === "started") return;
    outcomes.push({ at, service, name: mark.name, failed: mark.step === "failed" });
  };
  return { take, outcomes, starts };
}

function* linesOf(text: string): Generator<string> {
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
    yield text.slice(start, end);
    start = end + 1;
  }
  if (start < text.length) yield text.slice(start);
}

/** A logger's name is no service; only what the case knows is one. */
function serviceOf({ service, fields }: LogEntry, known: ReadonlySet<string>): string | undefined {
  const named = [service, fields?.service, fields?.app].filter((name) => typeof name === "string");
  return named.map((name) => matchService(name, known)).find((name) => name !== undefined);
}

/** `notes-api`, or the `notes-api-7d9f-x2` of one of its instances. */
function matchService(name: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(name)) return name;
  const longestFirst = [...known].sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
  return longestFirst.find(
    (service) => name.toLowerCase().startsWith(service.toLowerCase()) && /^[._-]/.test(name.slice(service.length)),
  );
}

/** Names of files that tell how a log was written, not by whom. */
const OF_NO_SERVICE =
  /^(?:app|application|all|out|output|stdout|stderr|console|server|service|log|logs|main|combined|error|errors|access|railway|docker|heroku|journal|syslog|messages|bot|current)$/i;

/** `logs/notes-api.2026-11-23.jsonl` → `notes-api`. */
function serviceOfFile(file: string, { known, main, isOnly }: NamedServices): string {
  const parts = file
    .replace(/^logs\//, "")
    .split("/")
    .reverse();
  const named = parts.map((part) => matchService(part.replace(/\.\w+$/, ""), known) ?? matchService(part, known));
  const found = named.find((name) => name !== undefined);
  if (found !== undefined) return found;
  const plain = (parts[0] ?? file).replace(/(?:[._-]\d[\d._-]*)?(?:\.(?:log|txt|jsonl|ndjson|json|out|err))+$/i, "");
  return isOnly || OF_NO_SERVICE.test(plain) ? (main ?? plain) : plain;
}

function finishStream(reader: FailureReader, service: string, file: string): readonly CaseFailure[] {
  return reader
    .finish()
    .filter(({ recovered }) => !recovered)
    .map((failure) => toFailure(failure, service, file));
}

function toFailure(fact: ErrorFact, service: string, file: string): CaseFailure {
  const { at, signature, template, ownFrames, sample, chain } = fact;
  const told = chain.toReversed();
  const component = told.map((link) => link.component).find((name) => name !== undefined && name !== "own-code");
  return {
    service,
    file,
    signature,
    template,
    ownFrames,
    sample,
    facts: told.map(writeLink).join("\n"),
    ...(at === undefined ? {} : { at }),
    ...(component === undefined ? {} : { component }),
  };
}

function writeLink({ errorClass, code, type, status, message, host, call, needed }: ErrorLink): string {
  const facts = [errorClass, code, type, status, message, host, call, needed];
  return facts.filter((fact) => fact !== undefined && fact !== "").join(" ");
}
