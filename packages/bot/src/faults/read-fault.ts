/** What an error says about its cause, whoever threw it. Texts are never looked at: they differ by version and may be a user's. */

export type FaultKind =
  /** A credential was refused. Asking again changes nothing. */
  | "auth"
  /** The other side asks to be asked less often. */
  | "rate-limit"
  /** No answer in time. */
  | "timeout"
  /** The other side cannot be reached, or says that it is broken. */
  | "unavailable"
  /** The other side refused what was asked, and is well. */
  | "refused"
  /** Nothing tells: most often a slip in the bot's own code. */
  | "unknown";

export interface Fault {
  readonly kind: FaultKind;
  /** The error's class. */
  readonly name: string;
  /** A code of Node, of Slack (`invalid_blocks`), of a database. */
  readonly code?: string;
  /** HTTP status. */
  readonly status?: number;
  /** How long the other side asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The scope that Slack misses. */
  readonly needed?: string;
}

/** Wrappings of wrappings are not looked through without end. */
const MOST_LINKS = 6;

/** Node and undici. */
const TIMEOUTS: ReadonlySet<string> = new Set([
  "ETIMEDOUT",
  "ESOCKETTIMEDOUT",
  "ECONNABORTED",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "request_timeout",
]);
const AWAY: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_SOCKET",
  "internal_error",
  "fatal_error",
  "service_unavailable",
]);
/** Slack's method pages; PostgreSQL's classes 28 (28P01, 28000). */
const REFUSED_CREDENTIALS: ReadonlySet<string> = new Set([
  "not_authed",
  "invalid_auth",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "missing_scope",
  "not_allowed_token_type",
  "no_permission",
  "access_denied",
  "team_access_not_granted",
  "28P01",
  "28000",
  "AuthenticationFailed",
  "Unauthorized",
]);
const TOO_OFTEN: ReadonlySet<string> = new Set(["ratelimited", "rate_limited", "slack_webapi_rate_limited_error"]);
/** Codes of wrappers: what they wrap says more. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "slack_webapi_platform_error",
  "slack_webapi_request_error",
  "slack_webapi_http_error",
  "slack_bolt_unknown_error",
  "slack_bolt_multiple_listener_error",
]);
const BY_NAME: Readonly<Record<string, FaultKind>> = {
  TimeoutError: "timeout",
  APIConnectionTimeoutError: "timeout",
  APIConnectionError: "unavailable",
  MongoNetworkError: "unavailable",
  MongoNetworkTimeoutError: "timeout",
  MongoServerSelectionError: "unavailable",
};

/** Reads any thrown value; never throws itself. */
export function readFault(error: unknown): Fault {
  try {
    return readLinks(linksOf(error));
  } catch {
    // Something thrown may have properties that throw when they are read.
    return { kind: "unknown", name: "unreadable" };
  }
}

/** The error and what it wraps, outermost first. */
function linksOf(error: unknown): readonly Loose[] {
  const links: Loose[] = [];
  let next: unknown = error;
  while (isLoose(next) && links.length < MOST_LINKS && !links.includes(next)) {
    links.push(next);
    const { original, originals, cause, errors } = next;
    next = original ?? firstOf(originals) ?? cause ?? firstOf(errors);
  }
  return links;
}

type Loose = Readonly<Record<string, unknown>>;

function isLoose(value: unknown): value is Loose {
  return typeof value === "object" && value !== null;
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function readLinks(links: readonly Loose[]): Fault {
  const code = links.map(codeOf).find((found) => found !== undefined && !WRAPPERS.has(found));
  const status = links.map(statusOf).find((found) => found !== undefined);
  const retryAfterMs = links.map(retryAfterOf).find((found) => found !== undefined);
  const names = links.map(({ name }) => (typeof name === "string" ? name : "Error"));
  const needed = links.map(({ data }) => (isLoose(data) ? data.needed : undefined)).find(isText);
  return {
    kind: kindOf({ names, code, status }),
    name: names.at(-1) ?? "unknown",
    ...(code !== undefined && { code }),
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(needed !== undefined && { needed }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Of a reply of Slack the error in it, else the error's own code. */
function codeOf({ code, codeName, data }: Loose): string | undefined {
  if (isLoose(data) && isText(data.error)) return data.error;
  if (isText(codeName)) return codeName;
  return isText(code) ? code : undefined;
}

/** `status` (fetch clients, the SDKs of model providers), `statusCode` (Slack), `response.status` (axios), AWS. */
function statusOf({ status, statusCode, response, $metadata }: Loose): number | undefined {
  const inResponse = isLoose(response) ? response.status : undefined;
  const inMetadata = isLoose($metadata) ? $metadata.httpStatusCode : undefined;
  const found = [status, statusCode, inResponse, inMetadata].find((one) => typeof one === "number");
  return typeof found === "number" && found >= 400 ? found : undefined;
}

function retryAfterOf({ retryAfter, headers, response }: Loose): number | undefined {
  if (typeof retryAfter === "number") return retryAfter * 1000;
  return readRetryAfter(headers) ?? (isLoose(response) ? readRetryAfter(response.headers) : undefined);
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), and the finer header of model providers. In milliseconds. */
export function readRetryAfter(headers: unknown): number | undefined {
  const fine = Number(readHeader(headers, "retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(fine)) return Math.max(0, fine);
  const said = readHeader(headers, "retry-after");
  if (said === undefined || said.trim() === "") return undefined;
  const wait = Number.isFinite(Number(said)) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function readHeader(headers: unknown, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  if (!isLoose(headers)) return undefined;
  const found = headers[name] ?? headers[name.replace(/(?:^|-)\w/g, (first) => first.toUpperCase())];
  return isText(found) || typeof found === "number" ? String(found) : undefined;
}

interface Told {
  readonly names: readonly string[];
  readonly code: string | undefined;
  readonly status: number | undefined;
}

function kindOf({ names, code = "", status }: Told): FaultKind {
  if (REFUSED_CREDENTIALS.has(code)) return "auth";
  if (TOO_OFTEN.has(code)) return "rate-limit";
  if (TIMEOUTS.has(code)) return "timeout";
  if (status !== undefined) return kindOfStatus(status);
  if (AWAY.has(code)) return "unavailable";
  const named = names.map((name) => BY_NAME[name]).find((kind) => kind !== undefined);
  return named ?? (code !== "" && names.includes("WebAPIPlatformError") ? "refused" : "unknown");
}

/** 529 is how Anthropic says that it is overloaded (docs.claude.com, errors). */
export function kindOfStatus(status: number): FaultKind {
  if (status === 401 || status === 403) return "auth";
  if (status === 429) return "rate-limit";
  if (status === 408 || status === 504) return "timeout";
  return status >= 500 ? "unavailable" : "refused";
}
