/** Ways of breaking how we ask, wait, check and query. */

import {
  ADDRESS,
  AMOUNT,
  BOUND,
  CACHE,
  CATCH,
  CHECK,
  CREDENTIAL,
  GUARD,
  LIMITER,
  PARALLEL,
  RETRY,
  SWALLOW,
  SWALLOW_BLOCK,
  TIME_LIMIT,
} from "./change-shapes.ts";
import {
  changed,
  contextOf,
  dropsAwait,
  fewer,
  lowered,
  more,
  moreOver,
  raised,
  summaryOf,
  type TraitInput,
} from "./compare-lines.ts";
import type { Trait } from "./trait.ts";

/** A text that is put together of parts, of other parts than before. */
function changesKey({ added, removed }: TraitInput): boolean {
  const isKey = (line: string): boolean => /`[^`]*\$\{|\bf["']|key|\+ ?["']|format\(|join\(/i.test(line);
  return removed.some(isKey) && added.some(isKey);
}

export const TRAITS_OF_CALLS: readonly Trait[] = [
  {
    says: "takes a retry away",
    asksOtherwise: true,
    explains: ["timeout", "refused", "server-error", "rate-limit", "errors", "rejection"],
    shows: (change) =>
      fewer(change, RETRY) ||
      lowered(change, RETRY) ||
      summaryOf(change, /\b(?:remove|drop|disable|without|no)\b.{0,30}\bretr/i),
  },
  {
    says: "lowers a time limit",
    asksOtherwise: true,
    explains: ["timeout", "errors", "refused", "rejection"],
    shows: (change) =>
      lowered(change, TIME_LIMIT) ||
      summaryOf(change, /\b(?:lower|shorten|reduce|tighten|decrease)\b.{0,40}\b(?:time.?out|deadline)/i),
  },
  {
    says: "changes a time limit",
    explains: ["timeout", "errors", "latency"],
    asksOtherwise: true,
    shows: (change) =>
      change.removed.some((line) => TIME_LIMIT.test(line)) && change.added.some((line) => TIME_LIMIT.test(line)),
  },
  {
    says: "raises a time limit or a retry count",
    explains: ["pool", "backlog", "latency", "memory", "rate-limit", "traffic"],
    shows: (change) =>
      raised(change, TIME_LIMIT) || raised(change, RETRY) || (more(change, RETRY) && !fewer(change, RETRY)),
  },
  {
    says: "raises a limit, a batch or the concurrency",
    explains: [
      "rate-limit",
      "quota",
      "pool",
      "memory",
      "latency",
      "cpu",
      "context-length",
      "timeout",
      "database",
      "cost",
      "validation",
      "backlog",
    ],
    shows: (change) =>
      raised(change, AMOUNT) ||
      summaryOf(
        change,
        /\b(?:raise|increase|bigger|larger|more|double|bump)\b.{0,40}\b(?:batch|concurren|limit|pool|workers?|page|size|history|parallel)/i,
      ),
  },
  {
    says: "lowers a limit, a pool or the concurrency",
    explains: ["pool", "backlog", "timeout", "latency", "rate-limit", "silence", "validation", "context-length"],
    shows: (change) =>
      lowered(change, AMOUNT) ||
      summaryOf(
        change,
        /\b(?:lower|reduce|smaller|shrink|halve|decrease|cap)\b.{0,40}\b(?:batch|concurren|limit|pool|workers?|page|size|connections)/i,
      ),
  },
  {
    says: "does many things at once",
    explains: ["rate-limit", "pool", "database", "memory", "timeout", "latency", "quota", "server-error", "duplicate"],
    shows: (change) => more(change, PARALLEL),
  },
  {
    says: "takes a bound off a length or an amount",
    explains: ["too-long", "validation", "context-length", "memory", "cost", "quota", "format", "database"],
    shows: (change) => fewer(change, BOUND),
  },
  {
    says: "takes a limiter away",
    explains: ["rate-limit", "pool", "memory", "timeout", "latency", "quota", "cpu", "duplicate"],
    shows: (change) => fewer(change, LIMITER),
  },
  {
    says: "takes a cache away or makes it miss",
    explains: [
      "cache",
      "latency",
      "rate-limit",
      "database",
      "cpu",
      "backlog",
      "quota",
      "pool",
      "timeout",
      "cost",
      "traffic",
    ],
    shows: (change) =>
      fewer(change, CACHE) ||
      lowered(change, CACHE) ||
      summaryOf(change, /\b(?:remove|drop|disable|bypass|skip|without)\b.{0,30}\bcach/i) ||
      (change.removed.some((line) => CACHE.test(line)) &&
        change.added.some((line) => CACHE.test(line) && /key|id|ttl|now\(/i.test(line))) ||
      (CACHE.test(contextOf(change)) && changesKey(change)),
  },
  {
    says: "changes a key, token, scope or role",
    explains: ["auth", "quota", "validation", "rate-limit"],
    shows: (change) =>
      changed(change, CREDENTIAL) ||
      summaryOf(
        change,
        /\b(?:rotate|new|replace|change|revoke|switch)\b.{0,40}\b(?:key|token|secret|credential|password|scope|account)/i,
      ),
  },
  {
    says: "changes an address",
    asksOtherwise: true,
    explains: ["refused", "unresolved", "not-found", "tls", "timeout", "auth", "format", "server-error", "latency"],
    shows: (change) =>
      changed(change, ADDRESS) && (change.removed.some((line) => ADDRESS.test(line)) || change.kind === "variable"),
  },
  {
    says: "does not wait for a promise any more",
    explains: ["rejection", "crash", "undefined", "silence", "duplicate", "pool", "database", "errors", "validation"],
    shows: dropsAwait,
  },
  {
    says: "checks more strictly",
    explains: ["validation", "format", "errors", "not-found", "auth", "undefined"],
    shows: (change) => more(change, CHECK),
  },
  {
    says: "checks less",
    explains: ["undefined", "format", "validation", "database", "crash", "errors"],
    shows: (change) => fewer(change, CHECK) || fewer(change, GUARD),
  },
  {
    says: "swallows an error",
    explains: ["silence", "undefined", "errors"],
    shows: (change) => more(change, SWALLOW) || moreOver(change, SWALLOW_BLOCK),
  },
  {
    says: "catches no longer what it caught",
    explains: ["rejection", "crash", "errors", "server-error"],
    shows: (change) => fewer(change, CATCH),
  },
];
