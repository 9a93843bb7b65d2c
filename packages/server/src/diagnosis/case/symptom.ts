/** What a failure is like, so that it can be asked of a change whether it makes such failures. */

import { USED_UP } from "./no-change-words.ts";

export type Symptom =
  | "tls"
  | "quota"
  | "rate-limit"
  | "auth"
  | "unresolved"
  | "refused"
  | "server-error"
  | "timeout"
  | "not-found"
  | "undefined"
  | "validation"
  | "too-long"
  | "format"
  | "pool"
  | "memory"
  | "disk"
  | "database"
  | "rejection"
  | "context-length"
  | "refusal"
  | "duplicate"
  | "crash"
  | "latency"
  | "errors"
  | "cpu"
  | "backlog"
  | "silence"
  | "traffic"
  | "cache"
  | "cost";

const WORDS: readonly (readonly [Symptom, RegExp])[] = [
  ["tls", /certificate|\bCERT_|\bTLS\b|\bSSL\b|self.signed|UNABLE_TO_(?:VERIFY|GET)|ERR_TLS|x509/i],
  ["quota", USED_UP],
  ["rate-limit", /\b429\b|rate.?limit|too many requests|throttl|slow down/i],
  [
    "auth",
    /\b40[13]\b|unauthori[sz]ed|unauthenticated|forbidden|invalid_auth|not_authed|account_inactive|token_(?:revoked|expired)|missing_scope|permission|access denied|authenticat|password|bad signature|signature (?:mismatch|verification)|invalid.{0,20}(?:api.?key|token|credential|signature)|\bjwt\b|WRONGPASS|NOAUTH|ERR_INVALID_CHAR|invalid character in header|illegal header value/i,
  ],
  [
    "unresolved",
    /ENOTFOUND|EAI_AGAIN|getaddrinfo|no such host|name resolution|could not resolve|Invalid URL|ERR_INVALID_URL/i,
  ],
  [
    "refused",
    /ECONNREFUSED|connection refused|ECONNRESET|socket hang up|EPIPE|EHOSTUNREACH|ENETUNREACH|connection (?:closed|reset|terminated|lost)|fetch failed|websocket error|Unexpected server response/i,
  ],
  [
    "server-error",
    /\b50[0-3]\b|\b529\b|overloaded|internal_error|internal server error|service.?unavailable|bad gateway|server_error|upstream/i,
  ],
  [
    "timeout",
    /timed?.?out|timeout|ETIMEDOUT|deadline|AbortError|aborted|\b504\b|expired_trigger_id|operation_timeout/i,
  ],
  [
    "not-found",
    /\b404\b|not.?found|no such (?:file|table|column|key|index|model|method)|does not exist|unknown (?:route|method|model|command)|ERR_MODULE|undefined (?:table|column)/i,
  ],
  [
    "undefined",
    /undefined|\bnull\b|is not a function|is not iterable|NoneType|KeyError|TypeError|AttributeError|NullPointer|nil pointer|ReferenceError|is not defined/i,
  ],
  [
    "validation",
    /invalid_(?:blocks|arg|request|form)|validat|schema|must (?:be|have|not|match)|\brequired\b|ZodError|\b400\b|\b422\b|too (?:long|big|small|many items)|malformed|unexpected (?:field|property|value|type)|msg_too_long|constraint|not assignable|unsupported|invalid (?:value|type|input|parameter|enum)|out of range/i,
  ],
  [
    "too-long",
    /(?:less|fewer|more|longer|greater|larger) than \d{1,9} (?:characters|items|elements|bytes|rows)|too (?:long|many (?:items|values|elements))|msg_too_long|string_too_long|max(?:imum)? length|(?:length|size) .{0,30}(?:exceed|limit|at most)|exceeds? .{0,40}(?:length|characters|maximum size)|value too long|body exceeded/i,
  ],
  [
    "format",
    /\bJSON\b|\bpars(?:e|ing)|SyntaxError|RangeError|Invalid time|Unexpected (?:token|end)|decod|encoding|malformed|invalid date|\bNaN\b|NumberFormat|not a (?:valid )?number|decimal digit|DateTimeParse|invalid literal|could not convert|cannot (?:be )?(?:convert|parse|deseriali)|deseriali[sz]|UnicodeDecode|invalid (?:byte|utf)/i,
  ],
  [
    "pool",
    /\bpool\b|too many (?:clients|connections|open)|connections? (?:limit|exhausted|slots)|EMFILE|semaphore|queue (?:is )?full|WaitQueue|MaxListeners|exhausted/i,
  ],
  ["memory", /\bheap\b|out of memory|\bOOM|memory|SIGKILL|\b137\b/i],
  ["disk", /ENOSPC|no space left|disk|EROFS|read-only file/i],
  [
    "database",
    /deadlock|slow quer|seq(?:uential)? scan|COLLSCAN|lock wait|statement timeout|E11000|duplicate key|relation .{1,60}does not exist|\bcolumn\b|MongoServerError|\bSQL|canceling statement|planSummary|docsExamined|could not serialize/i,
  ],
  ["rejection", /unhandled.?(?:promise)?.?rejection|UnhandledPromise/i],
  [
    "context-length",
    /context.?(?:length|window)|prompt is too long|max(?:imum)?.?tokens|token limit|too many tokens|request_too_large|\b413\b/i,
  ],
  ["refusal", /\brefus(?:al|ed to answer)|content.?(?:policy|filter)|safety/i],
  ["duplicate", /duplicate|already (?:exists|been|acknowledged|processed|sent)|twice|E11000/i],
  [
    "crash",
    /\bcrash|SIGTERM|SIGSEGV|exit(?:ed)?(?: with)? (?:code|status)|process exit|restart|uncaught|Cannot find (?:module|package)|ERR_MODULE/i,
  ],
];

/** A used-up quota also comes as a 429, and an expired certificate as a connection that was refused. */
const SAYS_MORE: readonly (readonly [Symptom, Symptom])[] = [
  ["quota", "rate-limit"],
  ["quota", "validation"],
  ["tls", "refused"],
  ["context-length", "validation"],
  ["unresolved", "refused"],
];

/** Every symptom that the words name. */
export function symptomsOf(text: string): ReadonlySet<Symptom> {
  const cut = text.slice(0, 4_000);
  const found = new Set(WORDS.flatMap(([symptom, shape]) => (shape.test(cut) ? [symptom] : [])));
  for (const [exact, vague] of SAYS_MORE) if (found.has(exact)) found.delete(vague);
  return found;
}

/** Symptoms by which a service shows that it suffers, not what of: they follow from nearly every other. */
export const GENERAL: ReadonlySet<Symptom> = new Set(["latency", "errors", "traffic", "crash", "rejection"]);
