/** Lines that sound of trouble and that no failure was read from: what is healthy is less sure beside them. */

import { firstLineOf, withoutUserText } from "../mask-text.ts";
import { isNoFailure, type Judgement } from "./judge-text.ts";
import type { LogEntry } from "./log-entry.ts";

export interface Trouble {
  readonly count: number;
  /** Where the first of them stand. */
  readonly lines: readonly number[];
}

export interface TroubleNotes {
  note(line: number): void;
  read(): Trouble;
}

const MOST_LINES = 3;
const LONGEST = 2_000;
const SOUNDS_BAD =
  /\b(?:fail(?:ed|ure|s|ing)?|errors?|errored|exception|refused|denied|unauthori[sz]ed|forbidden|timed? ?out|cannot|can't|could not|couldn't|unable|rejected|crash(?:ed|ing)?|fatal|panic|killed|aborted)\b/i;
const ENDED_BADLY =
  /\b(?:exit(?:ed|s)?|returned|died|ended)(?: with)?(?: a)?(?: non-?zero)? (?:code|status|signal)[: ]{1,2}\[?(?!0\b)\d{1,3}\b/i;
/** Our own server's answer to Slack or to whoever called. */
const ANSWERED_BADLY = /"(?:GET|POST|PUT|PATCH|DELETE) [^"]{1,500}" 5\d\d\b/;
const STATUS_KEYS = ["status", "statusCode", "status_code", "http_status"];

/** What somebody reports with the log; only whether it tells of a failure is of use. */
const REPORTS =
  /\b(?:fail\w{0,5}|errors?|broken|down|dead|slow\w{0,3}|silent|stuck|hangs?|hanging|crash\w{0,3}|timed? ?out|unresponsive|stopped|missing|late|twice|duplicate\w{0,1}|wrong|unable|cannot|can't|(?:does|did|is|are|do)(?:n't| not)|no (?:reply|replies|response|answer)|not (?:respond|repl|answer|work)\w{0,4}|never)\b/i;
const REPORTS_NOTHING =
  /\b(?:no|without|zero) (?:\w{1,12} )?(?:errors?|problems?|issues?|complaints?|symptoms?|failures?)\b|\b(?:all|everything|bot) (?:is |was |looks |seems )?(?:well|good|fine|ok|healthy|normal)\b|\b(?:routine|works? (?:fine|well|as expected)|nothing (?:is )?wrong)\b/i;

export function createTroubleNotes(): TroubleNotes {
  const lines: number[] = [];
  let count = 0;
  return {
    note: (line) => {
      count += 1;
      if (lines.length < MOST_LINES) lines.push(line);
    },
    read: () => ({ count, lines }),
  };
}

/** By the words of the entry alone. */
export function hintsAtTrouble(entry: LogEntry, judgement: Judgement): boolean {
  if (judgement !== "quiet" && judgement !== "open") return false;
  if (entry.isCut === true && entry.severity === undefined) return true;
  const text = firstLineOf(entry.text).slice(0, LONGEST);
  if (ANSWERED_BADLY.test(text) || STATUS_KEYS.some((key) => Number(entry.fields?.[key]) >= 500)) return true;
  const isSure = entry.severity !== undefined && entry.levelBy === undefined;
  if (isSure && entry.severity !== "info") return false;
  if (!SOUNDS_BAD.test(text) && !ENDED_BADLY.test(text)) return false;
  const own = withoutUserText(text);
  if (isNoFailure(entry, own)) return false;
  if (ENDED_BADLY.test(own)) return true;
  return !isSure && entry.fields === undefined && /^\S/.test(own) && SOUNDS_BAD.test(own);
}

/** A symptom is nobody's evidence: it makes no failure, and only tells that a log which shows none may not show all. */
export function reportsFailure(symptom: string): boolean {
  return REPORTS.test(symptom.slice(0, LONGEST)) && !REPORTS_NOTHING.test(symptom.slice(0, LONGEST));
}
