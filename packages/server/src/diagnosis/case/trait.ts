/** Ways in which a change can break things, each with the failures that it makes. */

import {
  changed,
  dropsAwait,
  fewer,
  isLockFile,
  lowered,
  more,
  raised,
  renames,
  summaryOf,
  type TraitInput,
} from "./compare-lines.ts";
import type { Symptom } from "./symptom.ts";

export interface Trait {
  readonly says: string;
  readonly explains: readonly Symptom[];
  /** A trait that many harmless changes have is no mechanism unless the change also touches what fails. */
  readonly isCommon?: true;
  readonly shows: (change: TraitInput) => boolean;
}

const AMOUNT =
  /concurren|batch|parallel|pool|worker|limit|size|max|per.?page|chunk|prefetch|fan.?out|top.?k|history|depth|rate|connections|queue|count/i;
const RETRY = /retr(?:y|ies|ier)|backoff|attempts?\b/i;
const TIME_LIMIT = /time.?out|deadline|expir|abort|\bttl\b|wait|keep.?alive|timeoutms/i;
const CREDENTIAL =
  /(?:api|access|secret|private|signing|app|bot).?(?:key|token|secret)|password|passwd|credential|\bscopes?\b|authori[sz]ation|bearer|\btoken\b|_(?:KEY|TOKEN|SECRET)\b|oauth|\bjwt\b|\brole\b|signature/i;
const ADDRESS =
  /https?:\/\/|\b(?:base|api)?_?url\b|_URL\b|\bhost(?:name)?\b|_HOST\b|endpoint|\bport\b|_PORT\b|_URI\b|\bdsn\b|proxy|region|\bdns\b|[a-z0-9-]+\.(?:internal|svc|local|com|io|net)\b/i;
const CACHE = /cache|memo(?:ize|ise)?\b|\bttl\b/i;
const LIMITER = /limiter|throttl|debounce|semaphore|p-?limit|p-?queue|bottleneck|\bmutex\b|acquire\(/i;
const BOUND =
  /truncat|\.slice\(|\.substr(?:ing)?\(|clamp|Math\.min\(|\bmax[A-Z_]|MAX_|\.limit\(|\btake\(|\bLIMIT \d|cut[A-Z]|shorten|\.splice\(/;
const RELEASE =
  /\.(?:close|release|end|destroy|dispose|unsubscribe|removeListener|off|unref|disconnect|cancel|abort)\(|clear(?:Interval|Timeout)|finally|\busing\b/;
const CHECK =
  /\bthrow\b|\brequired?\b|strict|validat|schema|\.parse\(|assert|invariant|\bNOT NULL\b|\breject|raise |\.(?:min|max|email|uuid|length|regex|enum)\(|additionalProperties|\breturn (?:res\.)?(?:status\()?4\d\d/i;
const SWALLOW =
  /catch\s*(?:\([^)]*\))?\s*\{\s*(?:\}|return\b|\/)|\.catch\(\s*\(?[^)]*\)?\s*=>\s*(?:\{\s*\}|null|undefined|\[\]|void)|except[^:]*:\s*pass|rescue\s*(?:nil|$)|\bsuppress\(|_ = err/;
const CATCH = /\bcatch\b|\.catch\(|except\b|rescue\b|\btry\b/;
const GUARD =
  /\?\.|\?\?|=== ?undefined|!== ?undefined|[!=]= ?null|is (?:not )?None|if \(!|\bdefault\b|\|\| ?['"[{\d]|Optional|\.optional\(|hasOwn|\bin\b.*\?/;
const QUERY =
  /\bselect\b|\bfrom\b.*\bwhere\b|\.(?:find|findOne|findMany|aggregate|query|populate|include|sort|skip|where|join|lookup|scan)\(|\$(?:regex|lookup|where|match|or|text)|order by|\bjoin\b|\bindex\b|createIndex|explain|\bLIKE\b|ILIKE/i;
const GROWS =
  /\.push\(|\.set\(|new (?:Map|Set|Array)|\bglobal|setInterval|addListener|\.on\(|addEventListener|buffer|readFileSync|\.concat\(|Buffer\.|toArray\(|loadAll|fetchAll|\.json\(\)/i;
const BUSY =
  /Sync\(|while ?\(|for ?\(.*for ?\(|JSON\.(?:parse|stringify)|RegExp|\.match\(|sleep|cloneDeep|structuredClone|\.sort\(|\.filter\(.*\.filter\(|\bfor\b.*\bawait\b|await .*\bfor\b/;
const BLOCKING =
  /\w+Sync\(|new RegExp|[=(,]\s*\/(?![/*]).{2,200}\/[gimsuy]{0,6}\s*(?:[;,.)]|$)|while ?\(true|\bfor\b.{1,80}\bfor\b/;
const LANGUAGE_MODEL =
  /\bmodel\b|prompt|temperature|max_?tokens|system:|claude|gpt-|gemini|llama|context|history|tools?\b/i;
const MIGRATION =
  /alter table|drop (?:column|table|index)|create (?:table|index)|rename (?:column|to|table)|migrat|\$unset|\$rename|dropIndex|createIndex/i;
const TLS = /rejectUnauthorized|\bca\b|\bcert|\btls\b|\bssl\b|sslmode|minVersion|https?:/i;
const RESOURCE =
  /memory|\bmem\b|cpu|replica|instance|heap|max.?old.?space|quota|requests?:|limits?:|disk|volume|plan|scale|size/i;
const SCHEDULE = /cron|schedule|interval|every|poll|sync|job|frequency/i;
const SERIAL = /for (?:await )?\(|for \(const|\.reduce\(|forEach|await /;

export const TRAITS: readonly Trait[] = [
  {
    says: "takes a retry away",
    explains: ["timeout", "refused", "server-error", "rate-limit", "errors", "rejection"],
    shows: (change) =>
      fewer(change, RETRY) ||
      lowered(change, RETRY) ||
      summaryOf(change, /\b(?:remove|drop|disable|without|no)\b.{0,30}\bretr/i),
  },
  {
    says: "lowers a time limit",
    explains: ["timeout", "errors", "refused", "rejection"],
    shows: (change) =>
      lowered(change, TIME_LIMIT) ||
      summaryOf(change, /\b(?:lower|shorten|reduce|tighten|decrease)\b.{0,40}\b(?:time.?out|deadline)/i),
  },
  {
    says: "raises a time limit or a retry count",
    explains: ["latency", "pool", "backlog", "memory", "rate-limit", "traffic"],
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
    says: "calls in parallel what was called one after the other",
    explains: ["rate-limit", "pool", "memory", "timeout", "latency", "quota", "server-error", "database"],
    shows: (change) =>
      more(change, /Promise\.all|allSettled|gather\(|errgroup|ThreadPool|pMap|parallel/) &&
      change.removed.some((line) => SERIAL.test(line) || LIMITER.test(line)),
  },
  {
    says: "takes a bound off a length or an amount",
    explains: ["validation", "context-length", "memory", "cost", "quota", "format", "database"],
    shows: (change) => fewer(change, BOUND),
  },
  {
    says: "takes a limiter away",
    explains: ["rate-limit", "pool", "memory", "timeout", "latency", "quota", "cpu", "duplicate"],
    shows: (change) => fewer(change, LIMITER),
  },
  {
    says: "takes a cache away or makes it miss",
    explains: ["latency", "rate-limit", "database", "cpu", "backlog", "quota", "pool", "timeout", "cost", "traffic"],
    shows: (change) =>
      fewer(change, CACHE) ||
      lowered(change, CACHE) ||
      summaryOf(change, /\b(?:remove|drop|disable|bypass|skip|without)\b.{0,30}\bcach/i) ||
      (change.removed.some((line) => CACHE.test(line)) &&
        change.added.some((line) => CACHE.test(line) && /key|id|ttl|now\(/i.test(line))),
  },
  {
    says: "adds a cache, which may keep what is old",
    explains: ["memory", "undefined", "duplicate", "silence"],
    isCommon: true,
    shows: (change) => more(change, CACHE),
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
    shows: (change) => more(change, SWALLOW),
  },
  {
    says: "catches no longer what it caught",
    explains: ["rejection", "crash", "errors", "server-error"],
    shows: (change) => fewer(change, CATCH),
  },
  {
    says: "changes a query or an index",
    explains: ["latency", "database", "timeout", "cpu", "pool", "silence", "not-found", "undefined", "memory", "disk"],
    shows: (change) => changed(change, QUERY),
  },
  {
    says: "changes the tables",
    explains: ["database", "not-found", "undefined", "latency", "validation", "timeout", "errors"],
    shows: (change) => changed(change, MIGRATION) || change.files.some((file) => /migrat/i.test(file)),
  },
  {
    says: "renames a name or reads it elsewhere",
    explains: ["undefined", "validation", "not-found", "database", "format", "silence", "errors"],
    isCommon: true,
    shows: renames,
  },
  {
    says: "moves to another version of a library",
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
    says: "changes the model or what it is asked",
    explains: [
      "context-length",
      "refusal",
      "format",
      "validation",
      "latency",
      "quota",
      "rate-limit",
      "not-found",
      "cost",
      "timeout",
      "server-error",
    ],
    shows: (change) => change.kind === "model" || changed(change, LANGUAGE_MODEL),
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
    shows: ({ kind }) => kind === "flag",
  },
  {
    says: "releases less than it takes",
    explains: ["memory", "pool", "disk", "crash", "latency", "timeout"],
    shows: (change) => fewer(change, RELEASE),
  },
  {
    says: "keeps or loads more in memory",
    explains: ["memory", "crash", "latency", "context-length"],
    isCommon: true,
    shows: (change) => more(change, GROWS),
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
    says: "sets a limit or a time, without saying to what",
    explains: ["timeout", "latency", "pool", "rate-limit", "memory", "context-length"],
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
    says: "acknowledges at another moment",
    explains: ["timeout", "duplicate", "errors", "silence"],
    shows: (change) => [...change.added, ...change.removed].some((line) => /\back\(/.test(line)),
  },
  {
    says: "changes locks or transactions",
    explains: ["database", "latency", "timeout", "duplicate", "pool"],
    shows: (change) =>
      changed(change, /transaction|for update|isolation|\block\b|\bBEGIN\b|COMMIT|upsert|idempoten|dedup/i),
  },
  {
    says: "changes how often something runs",
    explains: ["traffic", "rate-limit", "cpu", "backlog", "latency", "quota", "duplicate", "pool", "cost"],
    shows: (change) =>
      change.settings.some(({ name }) => SCHEDULE.test(name)) || changed(change, /\bcron|setInterval|schedule/i),
  },
  {
    says: "changes how the other side's certificate is checked",
    explains: ["tls"],
    shows: (change) => changed(change, TLS),
  },
  {
    says: "writes more to the log or the disk",
    explains: ["disk", "cpu", "latency", "cost"],
    shows: (change) => changed(change, /log.?level|\bdebug\b|verbose|writeFile|tmp|\btrace\b/i),
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
    says: "sends something in another shape",
    explains: ["validation", "format"],
    isCommon: true,
    shows: ({ added }) =>
      added.some((line) =>
        /blocks|type:|body|payload|headers|content-type|\bfields?\b|JSON\.stringify|\btext:/i.test(line),
      ),
  },
];
