/** What one entry of a log says, as far as it can be told from the entry alone: whoever follows the log takes it from here. */

import type { Milliseconds } from "../../domain/instant.ts";
import type { OperationMark } from "../log-reading.ts";
import { firstLineOf } from "../mask-text.ts";
import { type ParsedLine, parseLine } from "../parse-line.ts";
import { readOperation, readRequestId } from "../read-operations.ts";
import { readSaying } from "./follow-restarts.ts";
import { parseEntry, requestIdOf, tellsNoCause } from "./join-entry.ts";
import { isGood, isOfPeople, type Judgement, judgeEntry } from "./judge-text.ts";
import type { LogEntry } from "./log-entry.ts";
import { nameComponent } from "./name-component.ts";
import { hintsAtTrouble } from "./note-trouble.ts";
import { isStopping, type PlatformWord, readPlatform } from "./read-platform.ts";
import { readSlowness } from "./read-slowness.ts";

/** Times are left out: they are the entry's own. */
type Mark = Omit<OperationMark, "at">;

export interface EntryReading {
  readonly judgement: Judgement;
  /** Of the bot's own request, not of a call that it made. */
  readonly requestId?: string;
  /** What it says of an operation, its error's text read along. */
  readonly mark?: Mark;
  /** It says that an operation failed, and not why. */
  readonly isBareFailure: boolean;
  readonly operation: OperationWords;
  /** The dependency whose address it names. */
  readonly called?: string;
  /** An SDK's number for its call, and of the call that it was tried for, once that went well. */
  readonly mendedCall?: string;
  readonly isGood: boolean;
  /** It sounds of trouble, and tells of no failure that can be read. */
  readonly isTrouble: boolean;
  readonly isStopping: boolean;
  readonly word?: PlatformWord;
  /** Why Slack ends a Socket Mode connection. */
  readonly socketReason?: string;
  /** npm's own words about what it ran. */
  readonly isOfNpm: boolean;
  /** What a process says when it has started. */
  readonly saying?: string;
  readonly announcesStop: boolean;
}

/** What it says of an operation by its message alone. */
export interface OperationWords {
  readonly mark?: Mark;
  /** Told of what is called so, without saying that it began or ended. */
  readonly slowMs?: Milliseconds;
  readonly slowName?: string;
  readonly requestId?: string;
}

const LONGEST_READ = 4_000;
const CALLED = /\b(?:GET|POST|PUT|PATCH|DELETE) https?:\/\/([\w.-]{1,253})/;
/** https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect */
const SOCKET_REASON = /"type":\s?"disconnect",\s?"reason":\s?"([a-z_]{1,40})"/;
/** SDKs number their calls, and name the first one when they try again. */
const SDK_LOG = /^\[(log_\w{1,20})(?:, retryOf: (log_\w{1,20}))?/;

export function readEntry(entry: LogEntry): EntryReading {
  const { text } = entry;
  const first = firstLineOf(text);
  const parsed = parseEntry(entry, first);
  const requestId = requestIdOf(parsed);
  const mark = markIn(parsed);
  const isBareFailure = mark?.step === "failed" && tellsNoCause(entry);
  const word = entry.fields === undefined ? wordIn(text) : undefined;
  const called = requestId === undefined ? undefined : calledIn(text);
  const mendedCall = mendedIn(text);
  const socketReason = text.includes("disconnect") ? SOCKET_REASON.exec(text)?.[1] : undefined;
  const judgement = judgeEntry(entry);
  return {
    judgement,
    isTrouble: word === undefined && !isBareFailure && hintsAtTrouble(entry, judgement),
    isBareFailure,
    operation: readWords(entry, first),
    isGood: isGood(entry),
    isStopping: isStopping(text),
    isOfNpm: /^npm (?:error|ERR!)/.test(text),
    ...readSaying(text),
    ...(requestId === undefined ? {} : { requestId }),
    ...(mark === undefined ? {} : { mark }),
    ...(called === undefined ? {} : { called }),
    ...(mendedCall === undefined ? {} : { mendedCall }),
    ...(word === undefined ? {} : { word }),
    ...(socketReason === undefined ? {} : { socketReason }),
  };
}

function markIn(parsed: ParsedLine): Mark | undefined {
  const found = readOperation(0, parsed);
  if (found === undefined) return undefined;
  const { at: _, ...mark } = found;
  return mark;
}

function readWords({ fields, logger = "" }: LogEntry, first: string): OperationWords {
  const plain = parseLine(first.slice(0, LONGEST_READ));
  const parsed = fields === undefined ? plain : { ...plain, json: fields };
  const mark = markIn(parsed);
  if (mark !== undefined) return { mark };
  const timed = readSlowness(parsed, logger);
  if (timed === undefined) return {};
  const requestId = readRequestId(parsed);
  return { slowMs: timed.tookMs, slowName: timed.name, ...(requestId === undefined ? {} : { requestId }) };
}

function wordIn(text: string): PlatformWord | undefined {
  const word = readPlatform(text);
  return word === undefined || isOfPeople(text) ? undefined : word;
}

function calledIn(text: string): string | undefined {
  const host = CALLED.exec(text.slice(0, 300))?.[1];
  return host === undefined ? undefined : nameComponent({ host, packages: [], words: "" });
}

function mendedIn(text: string): string | undefined {
  const call = SDK_LOG.exec(text);
  return call === null || !/\bsucceeded\b/.test(text) ? undefined : (call[2] ?? call[1]);
}

/** The request that it names, its own or that of a call. */
export function idIn({ requestId, mark, operation }: EntryReading): string | undefined {
  return operation.mark?.requestId ?? operation.requestId ?? mark?.requestId ?? requestId;
}

export function tookIn({ mark, operation }: EntryReading): Milliseconds | undefined {
  return operation.mark?.tookMs ?? operation.slowMs ?? mark?.tookMs;
}

/** What a line says that is like another one but for its request and the time taken. */
export function withOwn(
  like: EntryReading,
  requestId: string | undefined,
  tookMs: Milliseconds | undefined,
): EntryReading {
  const withMark = (mark: Mark): Mark => ({
    ...mark,
    ...(mark.requestId === undefined || requestId === undefined ? {} : { requestId }),
    ...(mark.tookMs === undefined || tookMs === undefined ? {} : { tookMs }),
  });
  const { operation } = like;
  return {
    ...like,
    ...(like.requestId === undefined || requestId === undefined ? {} : { requestId }),
    ...(like.mark === undefined ? {} : { mark: withMark(like.mark) }),
    operation: {
      ...(operation.mark === undefined ? {} : { mark: withMark(operation.mark) }),
      ...(operation.slowMs === undefined || tookMs === undefined ? {} : { slowMs: tookMs }),
      ...(operation.slowName === undefined ? {} : { slowName: operation.slowName }),
      ...(operation.requestId === undefined || requestId === undefined ? {} : { requestId }),
    },
  };
}
