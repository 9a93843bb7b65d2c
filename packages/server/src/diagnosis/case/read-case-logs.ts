/** Failures of a case's logs, each with the service that wrote it. */

import type { Instant } from "../../domain/instant.ts";
import type { LogLine } from "../../domain/log-line.ts";
import { parseLine } from "../parse-line.ts";
import { type ReadLogOptions, readLog } from "../read-log.ts";
import type { CaseFailure, CaseLog, CaseLogFacts } from "./case.ts";
import { type Fields, readText, readTime, toInstant } from "./read-fields.ts";

/** How logs are read is an argument of the investigation. */
export type ReadCaseLogs = (logs: readonly CaseLog[]) => CaseLogFacts;

const STAMP = /\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?/;
const STAMP_WITHIN = 80;
const TIME_KEYS = ["time", "timestamp", "@timestamp", "ts", "at", "date"];
const SERVICE_KEYS = ["service", "app", "service.name", "serviceName", "component"];

export function createCaseLogReader(options: ReadLogOptions): ReadCaseLogs {
  return (logs) => {
    const streams = logs.flatMap(splitByService);
    const failures = streams.flatMap((stream) => readStream(stream, options));
    const times = streams.flatMap(({ lines }) => lines.flatMap(({ at }) => (at > 0 ? [at] : [])));
    if (times.length === 0) return { failures };
    const from = times.reduce((least, at) => Math.min(least, at));
    const to = times.reduce((most, at) => Math.max(most, at));
    return { failures, span: { from, to } };
  };
}

interface Stream {
  readonly file: string;
  readonly service: string;
  readonly lines: LogLine[];
}

/** One file may hold the lines of several services; each is read by itself. */
function splitByService({ file, text }: CaseLog): readonly Stream[] {
  const streams = new Map<string, Stream>();
  const own = serviceOfFile(file);
  let at: Instant = 0;
  let service = own;
  for (const line of text.split("\n")) {
    const { json, body } = parseLine(line.slice(0, 16_384));
    const time = json === undefined ? stampOf(line) : readTime(json, ...TIME_KEYS);
    if (json !== undefined) service = serviceOf(json) ?? own;
    else if (time !== undefined) service = own;
    at = time ?? at;
    const stream = streams.get(service) ?? { file, service, lines: [] };
    streams.set(service, stream);
    if (line !== "" || body !== "") stream.lines.push({ at, text: line });
  }
  return [...streams.values()];
}

function stampOf(line: string): Instant | undefined {
  const stamp = STAMP.exec(line.slice(0, STAMP_WITHIN));
  return stamp === null ? undefined : toInstant(stamp[0].replace(/\s?UTC$/, "Z"));
}

function serviceOf(json: Fields): string | undefined {
  const resource = json.resource;
  const inner =
    typeof resource === "object" && resource !== null ? readText(resource as Fields, ...SERVICE_KEYS) : undefined;
  return readText(json, ...SERVICE_KEYS) ?? inner;
}

/** `logs/notes-api.2026-11-23.jsonl` → `notes-api`. */
function serviceOfFile(file: string): string {
  const name = file.split("/").at(-1) ?? file;
  return name.replace(/(?:[._-]\d[\d._-]*)?(?:\.(?:log|txt|jsonl|ndjson|json|out|err|gz))+$/i, "");
}

function readStream({ file, service, lines }: Stream, options: ReadLogOptions): readonly CaseFailure[] {
  return readLog(lines, options).errors.map((error) => ({
    service,
    file,
    signature: error.signatureId,
    template: error.template,
    ownFrames: error.ownFrames,
    sample: error.sample,
    ...(error.at > 0 ? { at: error.at } : {}),
    ...(error.errorClass === undefined ? {} : { errorClass: error.errorClass }),
    ...(error.code === undefined ? {} : { code: error.code }),
  }));
}
