/** What lines of code, settings and queries look like, for the traits of a change. */

export const AMOUNT =
  /concurren|batch|parallel|pool|worker|limit|size|max|per.?page|chunk|prefetch|fan.?out|top.?k|history|depth|rate.?limit|connections|queue|count/i;
export const RETRY = /retr(?:y|ies|ier)|backoff|attempts?\b/i;
export const TIME_LIMIT = /time.?out|deadline|expir|abort|\bttl\b|wait|keep.?alive|timeoutms/i;
export const CREDENTIAL =
  /(?:api|access|secret|private|signing|app|bot).?(?:key|token|secret)|password|passwd|credential|\bscopes?\b|authori[sz]ation|bearer|\btoken\b|_(?:KEY|TOKEN|SECRET)\b|oauth|\bjwt\b|\brole\b|signature/i;
export const ADDRESS =
  /https?:\/\/|\b(?:base|api)?_?url\b|_URL\b|\bhost(?:name)?\b|_HOST\b|endpoint|\bport\b|_PORT\b|_URI\b|\bdsn\b|proxy|region|\bdns\b|[a-z0-9-]+\.(?:internal|svc|local|com|io|net)\b/i;
export const CACHE = /cache|memo(?:ize|ise)?\b|\bttl\b/i;
export const LIMITER = /limiter|throttl|debounce|semaphore|p-?limit|p-?queue|bottleneck|\bmutex\b|acquire\(/i;
export const BOUND =
  /truncat|\.slice\(|\.substr(?:ing)?\(|clamp|Math\.min\(|\bmax[A-Z_]|MAX_|\.limit\(|\btake\(|\bLIMIT \d|cut[A-Z]|shorten|\.splice\(/;
export const RELEASE =
  /\.(?:close|release|end|destroy|dispose|unsubscribe|removeListener|off|unref|disconnect|cancel|abort)\(|clear(?:Interval|Timeout)|finally|\busing\b/;
export const CHECK =
  /\bthrow\b|\brequired?\b|strict|validat|schema|\.parse\(|assert|invariant|\bNOT NULL\b|\breject|raise |\.(?:min|max|email|uuid|length|regex|enum)\(|additionalProperties|\breturn (?:res\.)?(?:status\()?4\d\d/i;
export const SWALLOW =
  /catch\s*(?:\([^)]*\))?\s*\{\s*(?:\}|return\b|\/)|\.catch\(\s*\(?[^)]*\)?\s*=>\s*(?:\{\s*\}|null|undefined|\[\]|void)|except[^:]*:\s*pass|rescue\s*(?:nil|$)|\bsuppress\(|_ = err/;
export const SWALLOW_BLOCK =
  /catch\s{0,3}(?:\([^)\n]{0,60}\))?\s{0,3}\{\s{0,40}(?:\/\/[^\n]{0,120}\s{0,40})?(?:\}|return\b|continue\b)|except[^:\n]{0,60}:\s{0,40}(?:pass|continue|return)\b/;
export const EACH =
  /(?:\bfor\b[^\n]{0,160}|\.(?:map|forEach|each|flatMap)\([^\n]{0,120})(?:\n[^\n]{0,200}){0,3}?(?:await |query|execute|fetch|request|\.(?:get|find|load|select|call|send|list|count)\w{0,40}\(|client|repo|dao|session)/;
export const INDEX_GONE = /drop index|remove_?index|dropIndex|drop_index/i;
export const KEEPS =
  /^(?:\s{1,8}(?=(?:private|public|static|readonly)\b))?(?:(?:export|const|let|var|static|private|public|readonly|final) ){0,5}[\w$]{1,60}(?::[^=]{1,60})? ?= ?(?:new (?:Map|Set|Array|WeakMap|LinkedList|ArrayList|HashMap|ConcurrentHashMap)|\[\]|\{\}|make\(|dict\(\)|defaultdict)/;
export const ROUNDS =
  /Math\.(?:round|floor|trunc|ceil)|parseInt|toFixed|\bint\(|\bround\(|BigDecimal|setScale|Number\(|\.toString\(/;
export const VERBOSE = /\b(?:debug|trace|verbose|silly|finest)\b/i;
export const CATCH = /\bcatch\b|\.catch\(|except\b|rescue\b|\btry\b/;
export const GUARD =
  /\?\.|\?\?|=== ?undefined|!== ?undefined|[!=]= ?null|is (?:not )?None|if \(!|\bdefault\b|\|\| ?['"[{\d]|Optional|\.optional\(|hasOwn|\bin\b.*\?/;
export const QUERY =
  /\bselect\b|\bfrom\b.*\bwhere\b|\.(?:find|findOne|findMany|aggregate|query|populate|include|sort|skip|where|join|lookup|scan)\(|\$(?:regex|lookup|where|match|or|text)|order by|\bjoin\b|\bindex\b|createIndex|explain|\bLIKE\b|ILIKE/i;
export const GROWS =
  /\.push\(|\.set\(|new (?:Map|Set|Array)|\bglobal|setInterval|addListener|\.on\(|addEventListener|buffer|readFileSync|\.concat\(|Buffer\.|toArray\(|loadAll|fetchAll|\.json\(\)/i;
export const BUSY =
  /Sync\(|while ?\(|for ?\(.*for ?\(|JSON\.(?:parse|stringify)|RegExp|\.match\(|sleep|cloneDeep|structuredClone|\.sort\(|\.filter\(.*\.filter\(|\bfor\b.*\bawait\b|await .*\bfor\b/;
export const BLOCKING =
  /\w+Sync\(|new RegExp|(?:[=(,]|\breturn)\s*\/(?![/*]).{2,200}\/[gimsuy]{0,6}\s*(?:[;,.)]|$)|while ?\(true|\bfor\b.{1,80}\bfor\b/;
export const LANGUAGE_MODEL =
  /\bmodel\b|prompt|temperature|max_?tokens|system:|claude|gpt-|gemini|llama|context|history|tools?\b/i;
export const MIGRATION =
  /alter table|drop (?:column|table|index)|create (?:table|index)|rename (?:column|to|table)|migrat|\$unset|\$rename|dropIndex|createIndex/i;
export const TLS = /rejectUnauthorized|\bca\b|\bcert|\btls\b|\bssl\b|sslmode|minVersion|https?:/i;
export const RESOURCE =
  /memory|\bmem\b|cpu|replica|instance|heap|max.?old.?space|quota|requests?:|limits?:|disk|volume|plan|scale|size/i;
export const SCHEDULE = /cron|schedule|interval|every|poll|sync|job|frequency/i;
export const PARALLEL =
  /Promise\.(?:all|allSettled)\b|gather\(|errgroup|ThreadPool|pMap|parallel|TaskGroup|\bgo func|CompletableFuture|\.par_iter/;
