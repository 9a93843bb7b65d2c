/** Failures of a case's logs, each with the service that wrote it. */

import type { Instant } from "../../domain/instant.ts";
import type { ErrorFact, ErrorLink } from "../triage/error-fact.ts";
import type { EntryReader, LogEntry } from "../triage/log-entry.ts";
import type { FailureReader } from "../triage/read-failures.ts";
import type { CaseFailure, CaseLog, CaseLogFacts } from "./case.ts";

/** The services are those that the rest of the case knows; the main one gets what names none of them. */
export interface CaseServices {
  readonly known: ReadonlySet<string>;
  readonly main?: string;
}

/** How logs are read is an argument of the investigation. */
export type ReadCaseLogs = (logs: readonly CaseLog[], services: CaseServices) => CaseLogFacts;

export interface CaseLogReaders {
  readonly readEntries: () => EntryReader;
  readonly readFailures: () => FailureReader;
}

const LONGEST_LINE = 65_536;

export function createCaseLogReader(readers: CaseLogReaders): ReadCaseLogs {
  return (logs, services) => {
    const streams = logs.flatMap((log) => splitByService(log, services, readers));
    const failures = streams.flatMap((stream) => readStream(stream, readers));
    const times = streams.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.at === undefined ? [] : [entry.at])),
    );
    return times.length === 0 ? { failures } : { failures, span: spanOf(times) };
  };
}

function spanOf(times: readonly Instant[]): { readonly from: Instant; readonly to: Instant } {
  const from = times.reduce((least, at) => Math.min(least, at));
  return { from, to: times.reduce((most, at) => Math.max(most, at)) };
}

interface Stream {
  readonly file: string;
  readonly service: string;
  readonly entries: LogEntry[];
}

/** One file may hold the lines of several services; each is read by itself. */
function splitByService(
  { file, text }: CaseLog,
  services: CaseServices,
  { readEntries }: CaseLogReaders,
): readonly Stream[] {
  const streams = new Map<string, Stream>();
  const own = serviceOfFile(file, services);
  const reader = readEntries();
  const take = (entry: LogEntry): void => {
    const service = serviceOf(entry, services.known) ?? own;
    const stream = streams.get(service) ?? { file, service, entries: [] };
    streams.set(service, stream);
    stream.entries.push(entry);
  };
  for (const line of text.split("\n")) {
    for (const entry of reader.take(line.slice(0, LONGEST_LINE))) take(entry);
  }
  for (const entry of reader.finish()) take(entry);
  return [...streams.values()];
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

/** `logs/notes-api.2026-11-23.jsonl` → `notes-api`. */
function serviceOfFile(file: string, { known, main }: CaseServices): string {
  const parts = file
    .replace(/^logs\//, "")
    .split("/")
    .reverse();
  const named = parts.map((part) => matchService(part.replace(/\.\w+$/, ""), known) ?? matchService(part, known));
  const plain = (parts[0] ?? file).replace(/(?:[._-]\d[\d._-]*)?(?:\.(?:log|txt|jsonl|ndjson|json|out|err))+$/i, "");
  return named.find((name) => name !== undefined) ?? main ?? plain;
}

function readStream({ file, service, entries }: Stream, { readFailures }: CaseLogReaders): readonly CaseFailure[] {
  const reader = readFailures();
  for (const entry of entries) reader.take(entry);
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
