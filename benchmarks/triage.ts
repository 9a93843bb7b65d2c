import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { type BotLogCount, startCount, writeBotLog } from "./bot-log.ts";
import { medianOf } from "./measure.ts";
import type { Benchmark, Result } from "./result.ts";

/** About five million lines. */
const MEGABYTES = 450;
const ROUNDS = 3;
/** Lines that are written at once. */
const BATCH = 2_000;

/**
 * The playbook's `railway logs | grep …` (Check Logs, Pattern 1, Pattern 4). It has six; `(START|completed)` finds nothing
 * that `(START|completed|failed)` has not found, and is left out. `\d` is no digit in a regular expression of `grep -E`, and
 * it means one.
 */
const GREPS: readonly (readonly string[])[] = [
  ["-i", "error"],
  ["-E", "(START|completed|failed)"],
  ["-E", "took [0-9]{5,}ms"],
  ["-E", "(Error in|handleMention|catch)"],
  ["-E", "(unhandled|uncaught)"],
];

export const triageBenchmark: Benchmark = {
  name: "triage",
  summary:
    "reading a bot's log of 450 MB, beside the playbook's five greps over it, one after the other through a pipe",
  run: ({ megabytes = MEGABYTES }) => runTriage(megabytes * 1_000_000),
};

async function runTriage(bytes: number): Promise<readonly Result[]> {
  const folder = await mkdtemp(join(tmpdir(), "allclear-benchmark-"));
  try {
    const file = join(folder, "bot.log");
    const count = await writeLog(file, bytes);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await runRound(file, count));
    return toResults(rounds, count);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeLog(file: string, bytes: number): Promise<BotLogCount> {
  const count = startCount();
  await pipeline(Readable.from(batches(writeBotLog(bytes, count))), createWriteStream(file));
  return count;
}

function* batches(lines: Iterable<string>): Generator<string> {
  let batch: string[] = [];
  for (const line of lines) {
    batch.push(line);
    if (batch.length < BATCH) continue;
    yield batch.join("");
    batch = [];
  }
  yield batch.join("");
}

interface Round {
  readonly triageMs: number;
  readonly grepsMs: number;
  readonly peakBytes: number;
}

async function runRound(file: string, count: BotLogCount): Promise<Round> {
  const start = performance.now();
  for (const grep of GREPS) await runGrep(file, grep);
  const between = performance.now();
  const { report, peakBytes } = await readLog(file);
  const end = performance.now();
  refuseInexact(report, count);
  return { grepsMs: between - start, triageMs: end - between, peakBytes };
}

/** Into a pipe that is read: into `/dev/null`, grep would stop at the first line that it finds. */
async function runGrep(file: string, options: readonly string[]): Promise<void> {
  const piped = 'log="$1"; shift; cat "$log" | grep "$@"';
  const shell = spawn("sh", ["-c", piped, "sh", file, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  shell.stdout.resume();
  await once(shell, "close");
}

interface Exact {
  readonly lines: number;
  readonly bytes: number;
  readonly levels: Readonly<Record<string, number>>;
}

/** The command as people run it; what it took at most is told by the system when it has ended. */
async function readLog(file: string): Promise<{ readonly report: Exact; readonly peakBytes: number }> {
  const program = fileURLToPath(new URL("../packages/server/bin/allclear.ts", import.meta.url));
  const watcher = fileURLToPath(new URL("watch-memory.ts", import.meta.url));
  const command = ["--import", watcher, program, "triage", "--format", "json", file];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
  const [out, told] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, "close")]);
  const peak = /^peak (\d+)$/m.exec(told)?.[1];
  if (peak === undefined) throw new Error(`triage ended without a report: ${told}`);
  return { report: JSON.parse(out), peakBytes: Number(peak) };
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Fast is only what has read all of it. */
function refuseInexact({ lines, bytes, levels }: Exact, count: BotLogCount): void {
  const read = JSON.stringify({ lines, bytes, levels });
  if (read !== JSON.stringify(count)) throw new Error(`read ${read}, and written was ${JSON.stringify(count)}`);
}

function toResults(rounds: readonly Round[], { lines }: BotLogCount): readonly Result[] {
  const value = medianOf(rounds.map(({ triageMs }) => triageMs));
  const peer = medianOf(rounds.map(({ grepsMs }) => grepsMs));
  const ratio = medianOf(rounds.map(({ triageMs, grepsMs }) => triageMs / grepsMs));
  const peak = Math.max(...rounds.map(({ peakBytes }) => peakBytes));
  return [
    {
      name: `triage of ${lines} lines, beside five greps`,
      value: Math.round(value),
      unit: "ms",
      peer: Math.round(peer),
      ratio: Number(ratio.toPrecision(4)),
    },
    { name: "triage's memory at its peak", value: peak, unit: "bytes", peer: null, ratio: null },
  ];
}
