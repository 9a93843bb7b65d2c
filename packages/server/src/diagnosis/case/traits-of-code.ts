/** Ways of breaking what runs, and those that many harmless changes share. */

import {
  BLOCKING,
  BUSY,
  CACHE,
  EACH,
  GROWS,
  INDEX_GONE,
  KEEPS,
  LANGUAGE_MODEL,
  MIGRATION,
  QUERY,
  RELEASE,
  RESOURCE,
  ROUNDS,
  SCHEDULE,
  TLS,
  VERBOSE,
} from "./change-shapes.ts";
import { changed, fewer, isSwitch, lowered, more, moreOver, renames } from "./compare-lines.ts";
import { isLockFile } from "./is-lock-file.ts";
import type { Trait } from "./trait.ts";

/** Seconds for milliseconds, or a zero or two too many: a step that nobody takes on purpose. */
const FAR_APART = 20;

function isFarApart(from: number, to: number): boolean {
  if (from <= 0 || to <= 0) return from !== to;
  return Math.max(from, to) / Math.min(from, to) >= FAR_APART;
}

export const TRAITS_OF_CODE: readonly Trait[] = [
  {
    says: "takes an index away",
    explains: ["latency", "database", "timeout", "cpu", "pool"],
    shows: (change) =>
      more(change, INDEX_GONE) || fewer(change, /create (?:unique )?index|createIndex|add_index|@Index/i),
  },
  {
    says: "asks once for each of many",
    explains: ["latency", "database", "traffic", "pool", "cpu", "rate-limit", "timeout", "quota", "cost"],
    shows: (change) => moreOver(change, EACH),
  },
  {
    says: "keeps something for as long as the process lives",
    explains: ["memory", "crash", "latency"],
    shows: (change) => more(change, KEEPS),
  },
  {
    says: "changes how a number is rounded or written",
    explains: ["validation", "format"],
    shows: (change) => fewer(change, ROUNDS) || more(change, ROUNDS),
  },
  {
    says: "changes the tables",
    explains: ["database", "not-found", "undefined", "latency", "validation", "timeout", "errors"],
    shows: (change) => changed(change, MIGRATION) || change.files.some((file) => /migrat/i.test(file)),
  },
  {
    says: "asks another model, which has its own limits",
    explains: ["latency", "context-length", "rate-limit", "quota", "timeout", "cost"],
    shows: (change) => change.kind === "model" || (change.kind === "variable" && changed(change, /model/i)),
  },
  {
    says: "changes the model or what it is asked",
    explains: ["context-length", "refusal", "format", "validation", "latency", "not-found", "cost", "timeout"],
    shows: (change) => change.kind === "model" || changed(change, LANGUAGE_MODEL),
  },
  {
    says: "releases less than it takes",
    explains: ["memory", "pool", "disk", "crash", "latency", "timeout"],
    shows: (change) => fewer(change, RELEASE),
  },
  {
    says: "gives less memory, processor or instances",
    explains: ["memory", "cpu", "crash", "latency", "backlog", "timeout", "disk"],
    shows: (change) => lowered(change, RESOURCE),
  },
  {
    says: "blocks the processor: a regular expression, a loop in a loop, a synchronous call",
    explains: ["cpu", "latency", "timeout"],
    shows: (change) => more(change, BLOCKING),
  },
  {
    says: "acknowledges at another moment",
    explains: ["timeout", "duplicate", "errors", "silence"],
    shows: (change) => [...change.added, ...change.removed].some((line) => /\back\(/.test(line)),
  },
  {
    says: "changes locks or transactions",
    explains: ["database", "latency", "timeout", "duplicate", "pool"],
    shows: (change) =>
      changed(change, /transaction|for update|isolation|\block\b|\bBEGIN\b|\bcommit(?:\(|;|$)|upsert|idempoten|dedup/i),
  },
  {
    says: "changes how often something runs",
    isScheduled: true,
    explains: ["traffic", "rate-limit", "cpu", "backlog", "latency", "quota", "duplicate", "pool", "cost"],
    shows: (change) =>
      change.settings.some(({ name }) => SCHEDULE.test(name)) || changed(change, /\bcron|setInterval|schedule/i),
  },
  {
    says: "changes how the other side's certificate is checked",
    asksOtherwise: true,
    explains: ["tls"],
    shows: (change) => changed(change, TLS),
  },
  {
    says: "writes more to the log or the disk",
    explains: ["disk", "cpu", "latency", "cost"],
    shows: (change) => more(change, VERBOSE) || more(change, /writeFile|appendFile|createWriteStream|mkdtemp|\/tmp\b/),
  },
  {
    says: "changes how dates, encodings or numbers are read",
    explains: ["format", "validation", "silence", "undefined"],
    shows: (change) =>
      changed(
        change,
        /timezone|\bTZ\b|toISOString|new Date|parseInt|parseFloat|Number\(|encod|decod|charset|JSON\.parse|locale/i,
      ),
  },
  {
    says: "takes a variable away",
    explains: ["undefined", "auth", "crash", "refused", "unresolved", "validation"],
    shows: ({ kind, added, removed, summary }) =>
      kind === "variable" &&
      ((removed.length > 0 && added.length === 0) || /\b(?:remove|delete|unset|drop)/i.test(summary)),
  },
  {
    says: "sets a value many times as large or as small as before",
    explains: [
      "memory",
      "disk",
      "backlog",
      "timeout",
      "latency",
      "rate-limit",
      "pool",
      "quota",
      "cost",
      "cache",
      "cpu",
      "traffic",
      "silence",
      "context-length",
      "too-long",
      "validation",
      "refused",
      "auth",
      "errors",
    ],
    shows: ({ settings }) => settings.some(({ from, to }) => isFarApart(from, to)),
  },
  {
    says: "adds a cache, which may keep what is old",
    explains: ["memory", "undefined", "duplicate", "silence"],
    isCommon: true,
    shows: (change) => more(change, CACHE),
  },
  {
    says: "changes a query or an index",
    isOfStores: true,
    explains: ["latency", "database", "timeout", "cpu", "pool", "silence", "not-found", "undefined", "memory", "disk"],
    isCommon: true,
    shows: (change) => changed(change, QUERY),
  },
  {
    says: "renames a name or reads it elsewhere",
    explains: ["undefined", "validation", "not-found", "database", "format", "silence", "errors"],
    isCommon: true,
    shows: renames,
  },
  {
    says: "moves to another version of a library",
    asksOtherwise: true,
    explains: [
      "undefined",
      "validation",
      "format",
      "rejection",
      "not-found",
      "crash",
      "tls",
      "refused",
      "auth",
      "errors",
      "memory",
      "latency",
      "timeout",
    ],
    isCommon: true,
    shows: ({ kind, files, added }) =>
      kind === "dependency" ||
      files.some(isLockFile) ||
      added.some((line) => /^\s*"[@\w/.-]+": "[\^~]?\d+\./.test(line)),
  },
  {
    says: "opens or closes a way through the code",
    explains: [
      "undefined",
      "validation",
      "format",
      "errors",
      "latency",
      "timeout",
      "rate-limit",
      "not-found",
      "crash",
      "silence",
      "traffic",
      "memory",
      "pool",
      "database",
      "duplicate",
      "context-length",
    ],
    isCommon: true,
    shows: isSwitch,
  },
  {
    says: "keeps or loads more in memory",
    explains: ["memory", "crash", "latency", "context-length"],
    isCommon: true,
    shows: (change) => more(change, GROWS),
  },
  {
    says: "sets a limit or a time, without saying to what",
    explains: ["timeout", "latency", "pool", "rate-limit", "memory", "context-length"],
    isCommon: true,
    shows: ({ kind, settings, added }) =>
      kind === "variable" &&
      settings.length === 0 &&
      added.some((line) => /time.?out|limit|max|pool|size|concurren|batch/i.test(line)),
  },
  {
    says: "does more work in one go",
    explains: ["latency", "cpu", "timeout"],
    isCommon: true,
    shows: (change) => more(change, BUSY),
  },
  {
    says: "sends something in another shape",
    explains: ["validation", "format"],
    isCommon: true,
    shows: ({ added }) =>
      added.some((line) =>
        /blocks|type:|body|payload|headers|content-type|\bfields?\b|JSON\.stringify|\btext:/i.test(line),
      ),
  },
];
