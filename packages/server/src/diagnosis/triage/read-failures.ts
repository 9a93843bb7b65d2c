/** Failures out of the entries of a log: each fault once, with what each error of its chain says. */

import { foldFaults } from "../fold-faults.ts";
import { createLineJoiner, type LineJoiner } from "../join-lines.ts";
import type { ErrorFact } from "./error-fact.ts";
import { toFaultFacts } from "./fault-facts.ts";
import { createRetryFollower } from "./follow-retries.ts";
import { toJoinInputs } from "./join-entry.ts";
import { isOfPeople, judgeEntry } from "./judge-text.ts";
import type { LogEntry } from "./log-entry.ts";
import { createOperationNotes } from "./note-operations.ts";
import { type FactOptions, toPlatformFact, toSocketFact } from "./outside-facts.ts";
import { isStopping, readPlatform } from "./read-platform.ts";
import { settleFacts } from "./settle-facts.ts";

export interface FailureReader {
  take(entry: LogEntry): void;
  /** In the order in which they begin in the log. */
  finish(): readonly ErrorFact[];
}

const MOST_STREAMS = 200;
/** Without times, a line counts as if so much later than the one before: five hundred lines are five seconds. */
const LINE_MS = 10;
/** What follows a request to stop belongs to the stop. */
const STOPPING_LINES = 40;
/** Why Slack ends a Socket Mode connection (https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect). */
const SOCKET_REASON = /"type":\s?"disconnect",\s?"reason":\s?"([a-z_]{1,40})"/;
const USUAL_REASONS: ReadonlySet<string> = new Set(["warning", "refresh_requested"]);

/** The lines of one process. */
interface Stream {
  readonly joiner: LineJoiner;
  at: number;
  /** Up to this line it stops because it was asked to. */
  stoppingUntil: number;
}

/** Any entries may come in; none makes it throw. */
export function createFailureReader(options: FactOptions): FailureReader {
  const streams = new Map<string, Stream>();
  const outside: ErrorFact[] = [];
  const operations = createOperationNotes();
  const retries = createRetryFollower();

  function take(entry: LogEntry): void {
    const stream = streamOf(streams, entry.service ?? "");
    stream.at = entry.at ?? stream.at + LINE_MS;
    retries.note(entry);
    if (isStopping(entry.text)) stream.stoppingUntil = entry.line + STOPPING_LINES;
    if (!takeOutside(stream, entry)) takeOwn(stream, entry);
  }

  /** Answers whether nothing else is to be read from the line. */
  function takeOutside(stream: Stream, entry: LogEntry): boolean {
    const isStop = entry.line <= stream.stoppingUntil;
    const word = entry.fields === undefined && !isOfPeople(entry.text) ? readPlatform(entry.text) : undefined;
    if (word !== undefined) {
      if (!isStop || /^H\d/.test(word.code)) outside.push(toPlatformFact(entry, word, options));
      return true;
    }
    const reason = SOCKET_REASON.exec(entry.text)?.[1];
    if (reason !== undefined && !USUAL_REASONS.has(reason)) outside.push(toSocketFact(entry, reason, options));
    return isStop && /^npm (?:error|ERR!)/.test(entry.text);
  }

  function takeOwn(stream: Stream, entry: LogEntry): void {
    const note = operations.take(entry);
    const judgement = note.isBareFailure ? "quiet" : judgeEntry(entry);
    for (const input of toJoinInputs(entry, { ...note, at: stream.at, judgement })) stream.joiner.take(input);
  }

  function finish(): readonly ErrorFact[] {
    const faults = [...streams.values()].flatMap(({ joiner }) => foldFaults(joiner.finish()));
    const read = faults.flatMap((fault) => toFaultFacts(fault, options));
    const retried = new Set(read.flatMap(({ fact, isRetried }) => (isRetried ? [fact.line] : [])));
    const facts = [...outside, ...read.map(({ fact }) => fact)];
    const settled = settleFacts(
      facts.sort((one, other) => one.line - other.line),
      operations,
      options,
    );
    return retries.mark(settled, retried);
  }

  return { take, finish };
}

function streamOf(streams: Map<string, Stream>, service: string): Stream {
  const key = streams.size < MOST_STREAMS ? service : "";
  const known = streams.get(key);
  if (known !== undefined) return known;
  const stream = { joiner: createLineJoiner(), at: 0, stoppingUntil: 0 };
  streams.set(key, stream);
  return stream;
}
