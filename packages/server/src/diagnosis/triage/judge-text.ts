/** Whether a line speaks of a failure of the bot, by its level and by its words; what people wrote never does. */

import { firstLineOf, withoutUserText } from "../mask-text.ts";
import { findHead } from "../read-error-block.ts";
import type { LogEntry } from "./log-entry.ts";

/** `retry`: it failed and is tried again. `quiet`: not a failure, whatever its words. `open`: what follows will tell. */
export type Judgement = "error" | "warn" | "retry" | "quiet" | "open";

const LONGEST = 2_000;
/** Daemons of the host, and what is none of the bot's. */
const FOREIGN =
  /^(?:sshd|sshd-session|cron|crond|CRON|sudo|su|systemd-\w{1,40}|dhclient|NetworkManager|rsyslogd|snapd|ntpd|chronyd|postfix\S{0,20}|fail2ban\S{0,20}|auditd|polkitd|dbus-daemon|unattended-upgr\S{0,10})$/;
const RETRY =
  /\b(?:re-?trying|will (?:be )?re-?tr(?:y|ied)|retry (?:in|#?\d|attempt)|backing off|reconnecting|attempts? (?:remaining|left)|attempt #?\d{1,3}\b)|^http request failed\b/i;
const RETRY_OVER =
  /\b(?:no more retr|giving up|gave up|retries exhausted|out of retries|after \d{1,3} (?:attempts|retries|tries)|max(?:imum)? (?:number of )?retries|0 attempts (?:remaining|left)|retr(?:y|ies) failed|failed after)/i;
/** Failing, said of something that was done. */
const FAILING =
  /\b(?:fail(?:ed|ure|s|ing)?|errors?|errored|exception|refused|denied|unauthori[sz]ed|forbidden|timed? ?out|timeout|invalid|missing|cannot|can't|could not|couldn't|unable|not found|rejected|expired|exceeded|unavailable|crash(?:ed|ing)?|overloaded|too many|quota|aborted|unexpected(?:ly)?|disconnected|unhandled|no such|does(?: not|n't) exist|not allowed|unreachable|lost|killed|deadlock|revoked|unsuccessful(?:ly)?|not acknowledged|mismatch|stale|terminated|panic|fatal|over(?:loaded)?|limit(?:ed)?|closed|reset|wasn't received|already been called|did not succeed|(?:invalid|missing|not)_[a-z_]{2,40})\b|\b[45]\d\d\b|\bE[A-Z]{4,20}\b/i;
/** What Slack and the providers of models answer where they refuse; see https://docs.slack.dev/tools/node-slack-sdk/web-api#handle-errors. */
const SAID_CODES =
  "invalid_[a-z_]{2,30}|missing_(?:scope|charset|post_type|argument)|not_(?:authed|in_channel|allowed_token_type|found)|no_permission|no_text|cant_[a-z_]{2,30}|token_(?:revoked|expired)|account_inactive|[a-z]{2,20}_not_found|is_archived|msg_too_long|msg_blocks_too_long|too_many_[a-z_]{2,30}|ratelimited|rate_limited|restricted_action|expired_trigger_id|exchanged_trigger_id|internal_error|fatal_error|service_unavailable|request_timeout|insufficient_quota|context_length_exceeded|rate_limit_exceeded|rate_limit_error|overloaded_error|authentication_error|permission_error|invalid_request_error|api_error";
/** Failing so plainly that no level is needed. */
const PLAINLY: readonly RegExp[] = [
  /^(?:\[[\w.:/ -]{1,40}\] ?)?(?:Error|Failed|Failure|Fatal|Unhandled|Uncaught|Exception|Could not|Cannot|Unable to)\b/i,
  /^(?:[\w./'-]{1,60} ){1,6}(?:failed|failure|errored|error|timed out)(?:\s?[:({[]| \w{1,20}=| after \d| with (?:status|code|error))/i,
  /\b(?:failed with status(?: code)?|status code|responded(?: with)?|API error|returned|HTTP) [45]\d\d\b/i,
  /\b(?:connect|getaddrinfo|read|write|querySrv) E[A-Z_]{3,20}\b/,
  /\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EADDRINUSE|ENOSPC|EMFILE|invalid_auth|rate_limit_error|overloaded_error|insufficient_quota|authentication_error)\b/,
  /\b(?:Missing|Invalid) (?:required )?(?:environment variables?|env(?:ironment)? var|config)/i,
  /\b(?:environment variable|env var) ["'`]?[A-Z][A-Z0-9_]{2,60}["'`]? is (?:required|missing|not set|undefined|not defined)/i,
  /^ ?Exiting with error code [1-9]/,
  /^panic: |^fatal error: |\bcan't open file '|\bUnable to access jarfile\b|\bCould not find or load main class\b|^exec [^:]{1,80}: /,
  new RegExp(String.raw`^(?:\w{1,20}: )?(?:${SAID_CODES})[.!]?$`),
  new RegExp(String.raw`[:=]\s?["']?(?:${SAID_CODES})(?=$|["'\s),.;}])`),
];
/** An answer that was printed whole, at whatever level: `{'error': {'message': …`, `"ok":false,"error":"…"`, `error_type=insufficient_quota`. */
const ANSWERED =
  /["']error["']:\s?\{\s?["'](?:message|code|type|status)["']:|["']ok["']:\s?[Ff]alse,\s?["']error["']:\s?["'][a-z_]{3,60}["']|\berror_(?:type|code)=["']?(?!None|null|unknown\b)[a-z_]{4,60}|\bError code: [45]\d\d - \{/;
/** Python's HTTP clients tell of every request; the caller may still go on. */
const REQUESTED = /^HTTP Request: [A-Z]{3,7} \S{1,500} "HTTP\/[\d.]{1,3} [45]\d\d\b/;
/** Marks that programs put before what went wrong. */
const MARK = /^(?:\[[\w.:/ #@-]{1,40}\]:?\s?)?(?:❌|✖|✗|✘|🚨|⛔|🔥|💥|🛑|❗|‼)\u{fe0f}?\s{0,4}/u;
/** The name of the process or the part that speaks. */
const TAG =
  /^(?:\[[\w.:/ #@-]{1,40}\]|(?=[\w.@/-]{0,30}(?:\d|-|_|bot|app|server|worker|web|api|main|client|handler|service|cron|job|queue|slack|db))[\w.@/-]{1,30}(?::| [|>]))\s{0,4}/i;
/** It goes on with the error above. */
const OF_CHAIN = /^\s{0,40}caused by: /i;
/** Remarks that only sound bad. */
const HARMLESS =
  /^\(node:\d+\)|Warning: |\bdeprecat|\bmigrate to a newer\b|^npm (?:warn|notice|WARN)\b|ExperimentalWarning|MaxListenersExceeded|\bduring shutdown\b|\b(?:top-level|fallback) `?\w{1,20}`? argument is missing|is a float value|\bslow (?:query|request)\b|\bcould not unmount\b|\bUnhandled HTTP request\b|^NOTICE:|\bself-test\b|\brate limit of \d{1,6} logs|^\s{0,4}[✓✔]/;
/** Things that are named after errors, and are none. */
const NAMED_AFTER =
  /^(?:\[[\w.:/ -]{1,40}\] ?)?(?:errors?|failures?|exceptions?|failed|fatal|unhandled|uncaught) (?:logs?|logging|rates?|counts?|counter|report(?:s|ing|er)?|handl(?:er|ers|ing)|track(?:ing|er)|monitor(?:ing)?|budgets?|pages?|boundary|files?|channel|webhook|stream|listeners?|middleware|alerts?|summary|metrics?|queue|injection|domains?|threshold|recovery|recovered|cleared|resolved|gone|login notifications)\b(?!.{0,80}\b(?:fail(?:ed|s)?|cannot|could not|unable|crash\w*|refused|denied|threw)\b)/i;
/** Bolt turns a request away and tells it quietly: Slack's own signature did not fit the secret. */
const TURNED_AWAY =
  /^(?:Invalid (?:request )?signature detected|Request verification failed|Failed to verify authenticity)\b/i;
/** Nothing but what Slack or a provider answers, under whatever name. */
const SAID_ALONE = new RegExp(String.raw`^(?:\w{1,20}: )?(?:${SAID_CODES})[.!]?$`);
const COUNTED =
  /\b(?:errors?|fail(?:ed|ures?)|timeouts?|retries|dropped|warnings?|rate_limited|vulnerabilities)(?:["']?\s?[=:]\s?0\b|\s+0\b)|\b(?:0|no) (?:errors?|fail(?:ed|ures?)|warnings?|timeouts?|vulnerabilities)\b/i;
const OF_PEOPLE =
  /^.{0,80}?\b(?:users?|said|asked|asks|messages? from|incoming|reply sent|repl(?:y|ied):|quer(?:y|ied)|prompts?|text|received|tool (?:output|result)|completion|summary|title)\b.{0,40}?[:=]/i;
const ACCESS_LOG =
  /"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) [^"]{1,500}" \d{3}\b|^(?:GET|POST|PUT|PATCH|DELETE|HEAD) \/\S{0,300} [1-4]\d\d\b/;

export function judgeEntry(entry: LogEntry): Judgement {
  if (entry.isWhole === true && entry.severity === undefined) return "error";
  const text = firstLineOf(entry.text).slice(0, LONGEST);
  if (isNoneOfTheBot(entry) || isHarmless(entry, text) || ACCESS_LOG.test(text)) return "quiet";
  const isSure = entry.levelBy === undefined && entry.severity !== undefined;
  if (text.trim() === "" && entry.fields === undefined) return isSure ? "quiet" : "open";
  return isSure ? judgeSure(entry, text) : judgeUnsure(entry, text);
}

function judgeSure(entry: LogEntry, text: string): Judgement {
  if (entry.severity === "debug") return "quiet";
  const own = withoutUserText(text);
  return judgeRetry(text, own) ?? judgeLevel(entry, own);
}

function judgeUnsure(entry: LogEntry, text: string): Judgement {
  if (OF_CHAIN.test(text)) return "open";
  const own = withoutUserText(text);
  return judgeRetry(text, own) ?? judgeGuessed(entry, own);
}

function judgeRetry(text: string, own: string): Judgement | undefined {
  if (!isRetry(text, own)) return undefined;
  return OF_PEOPLE.test(own) ? "quiet" : "retry";
}

/** `error log rotated`: the first word is no level, and tells of no error. */
export function isNamedAfterError(text: string): boolean {
  return NAMED_AFTER.test(text.slice(0, LONGEST));
}

/** A remark, unless it is said of an error: a model that was deprecated is refused. */
function isHarmless({ severity }: LogEntry, text: string): boolean {
  if (NAMED_AFTER.test(text)) return severity === undefined || severity === "info";
  return HARMLESS.test(text) && (severity !== "error" || findHead(text) === undefined);
}

/** A database warns of much in its own log that is nobody's failure. */
function isNoneOfTheBot({ service = "", severity }: LogEntry): boolean {
  return FOREIGN.test(service) || (/^(?:mongod|postgres)$/.test(service) && severity !== "error");
}

function isRetry(text: string, own: string): boolean {
  if (findHead(own)?.before === "") return false;
  return RETRY.test(own) && !RETRY_OVER.test(own) && FAILING.test(text) && !COUNTED.test(own);
}

function judgeLevel({ severity, fields, text }: LogEntry, own: string): Judgement {
  if (severity === "error") return "error";
  if (fields === undefined && isAnswer(text, own)) return "error";
  if (severity !== "warn" && TURNED_AWAY.test(text)) return "warn";
  if (severity !== "warn") return REQUESTED.test(text) ? "warn" : "quiet";
  return FAILING.test(own) || FAILING.test(text.slice(0, LONGEST)) || holdsError(fields) ? "warn" : "quiet";
}

function isAnswer(text: string, own: string): boolean {
  const start = text.slice(0, LONGEST);
  return ANSWERED.test(start) && !OF_PEOPLE.test(own) && !COUNTED.test(own);
}

/** A platform's level of a line says no more than where it was written. */
function judgeGuessed(entry: LogEntry, own: string): Judgement {
  if (COUNTED.test(own)) return "quiet";
  return entry.fields === undefined ? judgePlain(entry, own) : judgeStructured(entry, own);
}

function judgeStructured({ severity, fields }: LogEntry, own: string): Judgement {
  if (severity === "error" || severity === "warn") return severity;
  if (!holdsError(fields)) return "quiet";
  return severity === undefined || /\b(?:fail|error|unhandled|uncaught)/i.test(own) ? "error" : "quiet";
}

function judgePlain({ severity, text }: LogEntry, said: string): Judgement {
  const own = said.replace(MARK, "");
  const isThrown = findHead(own)?.before === "";
  if (SAID_ALONE.test(text.trim())) return "error";
  if (!isThrown && OF_PEOPLE.test(own)) return "quiet";
  if (isThrown || isPlainly(own) || isPlainly(own.replace(TAG, ""))) return "error";
  if (own !== said && FAILING.test(own)) return "error";
  if (isAnswer(text, own)) return "error";
  const isLoud = severity === "error" || severity === "warn";
  return isLoud && FAILING.test(own) && !/^\s/.test(own) ? severity : "open";
}

function isPlainly(own: string): boolean {
  if (/^\s{2,}/.test(own)) return false;
  const head = findHead(own);
  if (
    head !== undefined &&
    /^(?:\[[\w.:/ -]{1,40}\]|.{0,80}\b(?:fail(?:ed)?|error|unhandled|uncaught|exception)\b.{0,80})$/i.test(head.before)
  )
    return true;
  return PLAINLY.some((shape) => shape.test(own));
}

/** It is of another program, of people or of what went well, or only counts; `own` is it without what people wrote. */
export function isNoFailure(entry: LogEntry, own: string): boolean {
  const isOther = isNoneOfTheBot(entry) || isHarmless(entry, own) || ACCESS_LOG.test(entry.text.slice(0, LONGEST));
  return isOther || COUNTED.test(own) || OF_PEOPLE.test(own) || SUCCESS.test(own);
}

/** It tells what somebody wrote, or what a model or a tool answered. */
export function isOfPeople(text: string): boolean {
  return OF_PEOPLE.test(withoutUserText(firstLineOf(text).slice(0, LONGEST)));
}

/** The logger was given an error along with the message. */
export function holdsError(fields: LogEntry["fields"]): boolean {
  if (fields === undefined) return false;
  return ["err", "error", "exception", "stack", "reason"].some((key) => {
    const value = fields[key];
    if (typeof value === "string") return !/^(?:|null|none|nil|undefined|false|ok|0)$/i.test(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    return ["message", "stack", "code", "type", "name"].some((inner) => inner in value);
  });
}

/** Something went well: what was tried again before may have been mended by it. */
export function isGood(entry: LogEntry): boolean {
  if (entry.severity === "warn" || entry.severity === "error")
    return entry.levelBy === "envelope" && SUCCESS.test(entry.text.slice(0, 300));
  return SUCCESS.test(withoutUserText(firstLineOf(entry.text).slice(0, 300)));
}

const SUCCESS =
  /\b(?:succeeded|success(?:ful(?:ly)?)?|completed|committed|recovered|reconnected|connected|connection established|is running|ready|answered|posted|replied|delivered|finished|done|now healthy|passing)\b|\bHealthcheck succeeded\b/i;
