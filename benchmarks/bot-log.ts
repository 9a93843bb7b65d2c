/** A bot's log of a day, line by line, and what is in it: the same for the same size, and of no form that triage knows of. */

export interface BotLogCount {
  lines: number;
  bytes: number;
  readonly levels: Record<"debug" | "info" | "warn" | "error" | "none", number>;
}

type Level = keyof BotLogCount["levels"];
type Line = readonly [level: Level, text: string];

const START = Date.parse("2026-11-20T09:00:00Z");
const OPERATIONS = ["handleMention", "notes", "summary", "crmLookup", "report", "remind"];
const TEXTS = [
  "what did we agree with Acme on Monday?",
  "summarise #sales please",
  "who owns the Initech deal, and did they sign?",
  "remind me about the offer tomorrow at 9",
  "the export failed again, what is wrong?",
  "list notes of Jane, newest first",
];
const WORDS = "deal note call offer plan team week price client meeting draft sum list open next last".split(" ");

/** Of a linear congruential generator with the constants of Numerical Recipes. */
function createRandom(): (below: number) => number {
  let state = 42;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Lines until there are so many bytes; `count` is kept while they are read. */
export function* writeBotLog(bytes: number, count: BotLogCount): Generator<string> {
  const random = createRandom();
  let at = START;
  while (count.bytes < bytes) {
    at += random(40);
    for (const [level, text] of writeRequest(at, random)) {
      count.lines += 1;
      count.bytes += Buffer.byteLength(text) + 1;
      count.levels[level] += 1;
      yield `${text}\n`;
    }
  }
}

function* writeRequest(at: number, random: (below: number) => number): Generator<Line> {
  const id = `req-${hex(random, 12)}`;
  const operation = OPERATIONS[random(OPERATIONS.length)] ?? "notes";
  const stamp = (later: number) => new Date(at + later).toISOString();
  const user = `U0${hex(random, 7).toUpperCase()}`;
  yield ["info", `${stamp(0)} INFO START ${operation} requestId=${id} user=${user} channel=C0AB12CD3`];
  yield [
    "info",
    JSON.stringify({
      level: 30,
      time: at + 1,
      pid: 104,
      hostname: "bot-1",
      reqId: id,
      msg: `calling anthropic model=claude-sonnet tokens=${random(4_000)}`,
    }),
  ];
  yield ["debug", `[DEBUG]  web-api:WebClient:${random(9)} apiCall('chat.postMessage') start`];
  if (random(100) < 20) yield ["info", `${stamp(2)} INFO received message text="${askedBy(random)}" user=${user}`];
  if (random(100) < 30)
    yield ["debug", `[DEBUG]  socket-mode:SlackWebSocket:${random(9)} Received a pong from the server (isAlive: true)`];
  if (random(100) < 25)
    yield ["none", `cache ${random(2) === 0 ? "hit" : "miss"} for ${operation}:${hex(random, 16)} in ${random(40)}ms`];
  if (random(100) < 10)
    yield [
      "debug",
      JSON.stringify({
        level: "debug",
        timestamp: stamp(3),
        service: "crm-bot",
        message: "query done",
        rows: random(200),
        durationMs: random(900),
      }),
    ];
  if (random(100) < 3)
    yield ["warn", `${stamp(4)} WARN slow answer of attio requestId=${id} after ${2_000 + random(3_000)}ms, retrying`];
  const took = 40 + random(random(9_000) + 1);
  if (random(1_000) < 15) yield* writeFailure({ stamp: stamp(took), id, operation, took, random });
  else yield ["info", `${stamp(took)} INFO completed ${operation} requestId=${id} took ${took}ms`];
}

function askedBy(random: (below: number) => number): string {
  if (random(4) > 0) return TEXTS[random(TEXTS.length)] ?? "";
  return Array.from({ length: 3 + random(9) }, () => WORDS[random(WORDS.length)]).join(" ");
}

interface Failing {
  readonly stamp: string;
  readonly id: string;
  readonly operation: string;
  readonly took: number;
  readonly random: (below: number) => number;
}

/** Three kinds, one of them as JSON: a database that refuses, a limit that is reached, and a slip of the bot. */
function* writeFailure({ stamp, id, operation, took, random }: Failing): Generator<Line> {
  const head = `${stamp} ERROR failed ${operation} requestId=${id} after ${took}ms: `;
  const kind = random(3);
  if (kind === 0) {
    yield ["error", `${head}MongoServerSelectionError: connect ECONNREFUSED 10.0.${random(4)}.7:27017`];
    yield ["none", "    at Topology.selectServer (/app/node_modules/mongodb/lib/sdam/topology.js:321:38)"];
    yield ["none", `    at async ${operation} (/app/src/${operation}.js:${10 + random(3)}:18) {`];
    yield ["none", "  code: 'ECONNREFUSED'"];
    yield ["none", "}"];
    return;
  }
  if (kind === 1) {
    const stack = `Error: 429 rate_limit_error\n    at ask (/app/src/ask.js:${20 + random(3)}:9)`;
    const err = { type: "RateLimitError", message: "429 rate_limit_error", status: 429, stack };
    yield ["error", JSON.stringify({ level: 50, time: Date.parse(stamp), reqId: id, err, msg: `${operation} failed` })];
    return;
  }
  yield ["error", `${head}TypeError: Cannot read properties of undefined (reading 'title')`];
  yield ["none", `    at toBlocks (file:///app/src/blocks.js:${40 + random(5)}:27)`];
  yield ["none", `    at async ${operation} (file:///app/src/${operation}.js:31:5)`];
}

function hex(random: (below: number) => number, length: number): string {
  return Array.from({ length }, () => random(16).toString(16)).join("");
}

export function startCount(): BotLogCount {
  return { lines: 0, bytes: 0, levels: { debug: 0, info: 0, warn: 0, error: 0, none: 0 } };
}
