/** What one printed error says of itself: status, type, host, call and hints, from its properties and its message. */

import type { Redact } from "../../domain/redact.ts";
import type { Link } from "../read-error-block.ts";
import type { ErrorLink } from "./error-fact.ts";
import { isOwnSlip } from "./is-own-slip.ts";
import { nameCode } from "./name-code.ts";
import { isKnown, nameComponent } from "./name-component.ts";
import { readPythonValue } from "./read-python-value.ts";

const LONGEST_MESSAGE = 1_000;
const SYSTEM_CODE =
  /\b(E(?!RROR|XCEPTION|VENT|XIT|XPIRED|MPTY|NABLED|NTRY|XPORT|LSE|NV)[A-Z]{4,20}|EAI_AGAIN|UND_ERR_[A-Z_]{2,40}|ERR_[A-Z][A-Z_0-9]{2,60}|CERT_[A-Z_]{2,40}|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_[A-Z_]{2,40})\b/;
const STATUSES: readonly RegExp[] = [
  /\bstatus(?:[ _]?code|Code)?\s?(?:[:=]|of|is|->)?\s?["']?([1-5]\d\d)\b/i,
  /\b(?:HTTP(?:\/\d(?:\.\d)?)?|API(?: error)?|error code|responded(?: with)?|response|returned|got|->|→|=>)[ :]{1,2}\(?([45]\d\d)\b/i,
  /(?:^|[:\]] )([45]\d\d)(?= [{<"A-Za-z])/,
  /\b([45]\d\d) (?:Too Many|Unauthori[sz]ed|Forbidden|Not Found|Bad (?:Gateway|Request)|Service (?:Temporarily )?Unavailable|Gateway Time-?out|Internal Server|Payload Too|Request Entity|Payment Required|Conflict|Unprocessable|Proxy Auth|Overloaded)/i,
  /\bserver response:? \(?([45]\d\d)\b/i,
  /\(([45]\d\d)\)/,
];
const RETRY_HINTS: readonly RegExp[] = [
  /\bretry[-_ ]?after["']?\s?[:=]?\s?["']?(\d{1,7}(?:\.\d{1,6})?)\s?(ms|s|m)?\b/i,
  /\b(?:try again|retry (?:this request )?|retry after|retrying|wait)\s{0,2}(?:in|after|for)?\s{0,2}(\d{1,7}(?:\.\d{1,6})?)\s?(ms|milliseconds|s|sec|seconds|m|min|minutes)\b/i,
];
const REDIS =
  /(?:^|: )(NOAUTH|WRONGPASS|OOM|READONLY|LOADING|MISCONF|MOVED|CLUSTERDOWN|MASTERDOWN|NOPERM|WRONGTYPE|EXECABORT|BUSY)\b/;
/** Messages that list names which have not failed. */
const NAMES_OTHERS = /\bCannot find (?:module|package)\b|\benvironment variables?\b|\bEADDRINUSE\b/;
/** A library that says which key it is to be given. */
const NAMES_OWN =
  /\bAPI key is missing\b|\bMissing credentials\b|\bapi_key client option\b|\bresolve authentication method\b/i;
/** What a logger or Node puts where services have their type. */
const NO_TYPE = /^(?:system|Object|DOMException|Unknown|error)$|(?<!Atlas)(?:Error|Exception)$/;
const PEOPLE =
  /((?<![\w-])["']?(?:text|prompt|query|question|said|asked|content|input|user_?message)["']?\s?[=:]\s?)"(?:[^"\\]|\\.){0,4000}"?/gi;
const ADDRESS =
  /\b(?:(?:connect|getaddrinfo|query[A-Z]\w{0,4}|read|write|listen) E[A-Z_]{3,20}(?:: address already in use)? |attempted address: |dial (?:tcp|udp)[46]? |tcp connect \()(\[[0-9a-fA-F:]{2,40}\]|(?:[\w-]{1,63}\.){0,8}[\w-]{1,63}|::1?)(?::(\d{1,5}))?/;
const URL =
  /\bhttps?:\/\/(?:[^\s/@"'<>]{1,200}@)?([\w.-]{1,253}|\[[0-9a-f:]{2,40}\])(?::(\d{1,5}))?(\/[^\s"'<>),?#]{0,300})?/i;
/** Addresses to read on, not to call. */
const PROSE =
  /^(?:docs|platform|console|help|support|status|developers?|dashboard|learn|cloud|errors|ai)\.|^(?:aka\.ms|pris\.ly)$/i;
/** What stands before such an address. */
const READ_ON =
  /\b(?:see|visit|docs|documentation|info|information|details|more|refer to|head to|go to|read|here|about|at this link|background on this error at|learn more|guide)\b[^\n]{0,12}$/i;
const CALL = /\b(GET|POST|PUT|PATCH|DELETE|HEAD) (?:https?:\/\/[^\s/]{1,253})?(\/[^\s"'<>),?#]{0,300})/i;

/** `around` is what stood before the error: a prefix of the line, the name of an operation. */
export function readErrorLink(link: Link, around: string, redact: Redact): ErrorLink {
  const raw = [link.message, ...link.more].join("\n").slice(0, 8_000);
  const said = withoutPeople(raw);
  const json =
    jsonIn(said) ?? jsonIn(link.properties.first("responseBody", "body", "response.body", "response.data") ?? "");
  const status = statusOf(link, said, json);
  const codes = codesOf(link, said, json);
  const place = placeOf(link, said);
  const call = callOf(link, said);
  const retryAfterMs = retryOf(link, said);
  const pointers = pointersOf(link, said);
  const [needed, provided] = (["needed", "provided"] as const).map(
    (name) => link.properties.first(`data.${name}`, name) ?? json?.[name],
  );
  const message = redact(said.slice(0, LONGEST_MESSAGE));
  const component = nameComponent({
    ...codes,
    ...place,
    // What the library around it called by chance is no part of a slip.
    packages: isOwnSlip(link.errorClass) ? link.packages.slice(0, 1) : link.packages,
    words:
      isOfOurCode(link) || (NAMES_OTHERS.test(said) && !NAMES_OWN.test(said))
        ? ""
        : `${said.slice(0, 2_000)}\n${around.slice(0, 300)}`,
    ...(link.errorClass === undefined ? {} : { errorClass: link.errorClass }),
  });
  return {
    message,
    ...given({ errorClass: link.errorClass, status, ...redacted(codes, redact), ...place, retryAfterMs, component }),
    ...given({ call: call === undefined ? undefined : redact(call), needed, provided }),
    ...(pointers.length === 0 ? {} : { pointers }),
  };
}

type Given<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> };

function given<Value extends object>(values: Value): Given<Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<Value>;
}

function redacted({ code, type }: Codes, redact: Redact): Codes {
  return given({ code: code === undefined ? code : redact(code), type: type === undefined ? type : redact(type) });
}

/** The text without what follows `text=`, `prompt:` and their like. */
function withoutPeople(text: string): string {
  return text.replace(PEOPLE, '$1""');
}

/** A slip of the program names no dependency, whatever words it holds. */
function isOfOurCode({ errorClass, message, packages }: Link): boolean {
  return (
    isOwnSlip(errorClass) &&
    (packages.length === 0 || !/^(?:Type|Reference|Range|Syntax)Error$/.test(errorClass ?? "")) &&
    !/^(?:fetch failed|terminated|Failed to parse URL|Invalid URL|Headers|Request with)/.test(message)
  );
}

interface JsonError {
  readonly type?: string;
  readonly code?: string;
  readonly status?: number;
  readonly needed?: string;
  readonly provided?: string;
}

/** The answer of a service, which SDKs print behind the status. */
function jsonIn(text: string): JsonError | undefined {
  const start = text.indexOf("{");
  if (start < 0) return undefined;
  const end = text.lastIndexOf("}");
  const value = parse(text.slice(start, end + 1)) ?? parsePython(text.slice(start));
  if (value !== undefined) return readJson(value, 0);
  // Python prints dictionaries: `{'ok': False, 'error': 'invalid_blocks'}`.
  const types = [...text.matchAll(/["'](?:type|error|__type)["']:\s?["']([\w.-]{1,80})["']/g)].map(([, type]) => type);
  const code = /["']code["']:\s?["']?([\w.-]{1,80})/.exec(text)?.[1];
  return given({ type: types.findLast((type) => type !== "error"), code: code === "null" ? undefined : code });
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** Only what holds an error, or says that it is none of the good ones. */
function parsePython(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\{\s?['"][\w.-]{1,40}['"]: /.test(text)) return undefined;
  const value = readPythonValue(text);
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function readJson(value: Readonly<Record<string, unknown>>, depth: number): JsonError {
  const { error } = value;
  const inner =
    typeof error === "object" && error !== null && depth < 3 ? readJson(error as typeof value, depth + 1) : {};
  const type =
    [value.type, value.status, value.category, value.__type].find(isName) ?? (isName(error) ? error : undefined);
  const code = [value.code, value.error_code, value.errorCode].map(String).find(isName);
  const status = [value.status_code, value.statusCode, value.status, value.code].map(Number).find(isStatus);
  const [needed, provided] = [value.needed, value.provided].map((one) => (typeof one === "string" ? one : undefined));
  return { ...given({ type, code, status, needed, provided }), ...inner };
}

function isName(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^[A-Za-z][\w.-]{2,80}$/.test(value) &&
    !/^(?:error|undefined|null|object)$/.test(value)
  );
}

function isStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 400 && value <= 599;
}

function statusOf({ properties, status }: Link, said: string, json: JsonError | undefined): number | undefined {
  const named = [
    ...["status", "statusCode", "response.status", "response.statusCode", "$metadata.httpStatusCode", "error.status"],
    ...["lastError.statusCode", "res.status", "res.statusCode", "httpStatus", "errors.statusCode"],
    // https://opentelemetry.io/docs/specs/semconv/http/http-spans/, and what it was called before
    ...["http.response.status_code", "http.status_code", "status_code", "http_status"],
  ].map((path) => Number(properties.first(path) ?? Number.NaN));
  const found = [Number(status ?? Number.NaN), ...named].find((value) => value >= 100 && value <= 599);
  if (found !== undefined) return found;
  for (const shape of STATUSES) {
    const match = shape.exec(said.slice(0, 2_000))?.[1];
    if (match !== undefined) return Number(match);
  }
  return json?.status;
}

interface Codes {
  readonly code?: string;
  readonly type?: string;
}

function codesOf({ properties, code, message, errorClass }: Link, said: string, json: JsonError | undefined): Codes {
  const slack = /\bAn API error occurred: ([a-z_]{1,60})\b/.exec(said)?.[1];
  const printed = [code, properties.first("code", "errorCode", "error.code")].find(
    (value) => value !== undefined && value !== "",
  );
  const types = ["error.error.type", "error.type", "response.data.error.type", "response.data.type", "data.error.type"];
  const more = [
    "data.error",
    "type",
    "response.data.error",
    "response.data.code",
    "response.data",
    "codeName",
    "errorResponse.codeName",
    "error.code",
  ];
  const type =
    slack ??
    REDIS.exec(message)?.[1] ??
    [...types, ...more]
      .map((path) => properties.first(path))
      .find((value) => isName(value) && value !== printed && !NO_TYPE.test(value)) ??
    json?.type;
  const named = printed ?? json?.code ?? SYSTEM_CODE.exec(said.slice(0, 2_000))?.[1];
  return given({ code: named ?? nameCode(`${errorClass ?? ""}: ${said}`), type });
}

interface Place {
  readonly host?: string;
  readonly port?: number;
}

function placeOf({ properties }: Link, said: string): Place {
  const url = properties.first(
    "config.url",
    "requestUrl",
    "url",
    "options.url",
    "response.config.url",
    "request.url",
    "url.full",
    "http.url",
  );
  const base = properties.first("config.baseURL", "baseURL");
  const whole = [url, base].map((text) => URL.exec(text ?? "")).find((match) => match !== null && match !== undefined);
  const host = properties.first("hostname", "host", "request.host", "address", "server.address", "net.peer.name");
  const port = properties.first("port", "server.port", "net.peer.port");
  const said1 = ADDRESS.exec(said) ?? calledIn(said);
  const found = whole?.[1] ?? host?.split(":")[0] ?? said1?.[1];
  if (found !== undefined && PROSE.test(found)) return {};
  const number = Number(whole?.[2] ?? port ?? (found === said1?.[1] ? said1?.[2] : undefined) ?? Number.NaN);
  return given({ host: found?.replace(/^\[|\]$/g, ""), port: Number.isNaN(number) ? undefined : number });
}

/** `chat.postMessage`, `GET /v2/objects`, `sessions.findOne`. */
function callOf({ properties }: Link, said: string): string | undefined {
  const url =
    properties.first("config.url", "requestUrl", "url", "options.url", "url.full", "http.url") ??
    callable(calledIn(said)) ??
    "";
  const slack =
    /\/api\/([a-z][\w]{1,40}(?:\.[a-zA-Z]{1,40}){1,3})\b/.exec(url)?.[1] ??
    /\bapiCall\('([\w.]{1,80})'/.exec(said)?.[1];
  if (slack !== undefined) return slack;
  const spoken = CALL.exec(said);
  if (spoken !== null && !/\]\(/.test(said)) return `${String(spoken[1]).toUpperCase()} ${spoken[2]}`;
  const method = properties.first("config.method", "method", "options.method");
  const path = URL.exec(url)?.[3] ?? (url.startsWith("/") ? url : undefined);
  if (path !== undefined) return `${(method ?? "").toUpperCase()} ${path.slice(0, 200)}`.trim();
  return /\bOperation `([\w.]{1,80})\(\)`/.exec(said)?.[1];
}

/** The first address that is called, not one to read on at somebody who is nobody's dependency. */
function calledIn(said: string): RegExpExecArray | null {
  const found = URL.exec(said);
  if (found === null || !READ_ON.test(said.slice(Math.max(0, found.index - 60), found.index))) return found;
  const owner = nameComponent({ host: found[1] ?? "", packages: [], words: "" });
  return owner !== undefined && isKnown(owner) ? found : null;
}

function callable(url: RegExpExecArray | null): string | undefined {
  return url === null || PROSE.test(url[1] ?? "") ? undefined : url[0];
}

function retryOf({ properties }: Link, said: string): number | undefined {
  const named = properties.first(
    "retryAfter",
    "headers.retry-after",
    "response.headers.retry-after",
    "responseHeaders.retry-after",
  );
  if (named !== undefined && /^\d{1,7}(?:\.\d+)?$/.test(named)) return Number(named) * 1_000;
  for (const shape of RETRY_HINTS) {
    const match = shape.exec(said.slice(0, 2_000));
    if (match !== null) return Math.round(Number(match[1]) * millisecondsIn(match[2] ?? "s"));
  }
  return undefined;
}

function millisecondsIn(unit: string): number {
  if (unit.startsWith("mi") && unit.startsWith("mil")) return 1;
  if (unit === "ms") return 1;
  return unit.startsWith("m") ? 60_000 : 1_000;
}

function pointersOf({ properties }: Link, said: string): readonly string[] {
  const texts = [said, ...properties.ending("errors"), ...properties.ending("messages")];
  const found = texts.flatMap((text) =>
    [...text.matchAll(/\[json-pointer:([^\]\s]{1,200})\]/g)].map(([, path = ""]) => path),
  );
  return [...new Set(found)].slice(0, 10);
}
