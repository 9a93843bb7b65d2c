import { readFile } from "node:fs/promises";
import { Belongings } from "../demo/belongings.ts";
import type { Interruption } from "../demo/interruption.ts";
import { requireGit } from "../demo/run-git.ts";
import { comparePast } from "./compare-past.ts";
import { drawMoments } from "./kill-moments.ts";
import { createRandom } from "./random.ts";
import { type PathReport, refuse, runPath } from "./run-path.ts";
import { type SoakWorld, startSoakWorld } from "./soak-world.ts";
import type { Restart } from "./watch-restart.ts";

export interface SoakOptions {
  readonly seed: string;
  readonly kills: number;
  readonly interruption: Interruption;
  readonly tell: (line: string) => void;
}

/** The figures of a soak in which everything held. */
export interface SoakFigures {
  readonly seed: string;
  readonly kills: number;
  readonly paths: number;
  readonly events: number;
  readonly requestsRepeated: number;
  /** Kills by what they came after. */
  readonly killsAfter: Readonly<Record<string, number>>;
  /** Longest time from "ready" until all pending jobs were taken up, and how often that was measured. */
  readonly slowestTakenUpMs: number;
  readonly takenUpMeasured: number;
  /** Longest time from "ready" to the open incident's first new event, and how often that was measured. */
  readonly slowestFirstEventMs: number;
  readonly firstEventMeasured: number;
  readonly tookSeconds: number;
}

const killsOfAPath = 8;
/** Mostly a host nearby; sometimes one so far away that the push of a killed server arrives when the next one runs. */
const pushDelays = [0, 0.05, 0.2, 5] as const;
const shownLogLines = 60;

/** Rejects with `ViolationError` at the first thing that does not hold. */
export async function runSoak(options: SoakOptions): Promise<SoakFigures> {
  await requireGit();
  const belongings = new Belongings();
  try {
    const world = await startSoakWorld({ belongings, interruption: options.interruption });
    return await runPaths(world, options);
  } finally {
    for (const problem of await belongings.closeAll()) options.tell(problem);
  }
}

async function runPaths(world: SoakWorld, { seed, kills, interruption, tell }: SoakOptions): Promise<SoakFigures> {
  const random = createRandom(seed);
  const startedAt = performance.now();
  const reports: PathReport[] = [];
  for (let path = 1, left = kills; left > 0; path += 1) {
    const moments = drawMoments(random, Math.min(left, killsOfAPath));
    const order = { path, moments, pushDelay: random.pick(pushDelays), signal: interruption.signal };
    try {
      const report = await runPath(world, order);
      reports.push(report);
      left -= report.kills.length;
      tell(describe(path, report, kills - left));
    } catch (error) {
      if (!interruption.signal.aborted) await showLog(world, tell);
      throw error;
    }
  }
  await compareAll(world, reports);
  return toFigures({ seed, reports, tookMs: performance.now() - startedAt });
}

/** The whole store at the end: every path left one incident, and none was touched by a later path. */
async function compareAll({ store }: SoakWorld, reports: readonly PathReport[]): Promise<void> {
  const now = await store.readEvents(0);
  const incidents = new Set(now.map(({ incidentId }) => incidentId)).size;
  refuse([
    ...reports.flatMap(({ events }) => comparePast(events, now)),
    ...(incidents === reports.length ? [] : [`${reports.length} paths left ${incidents} incidents`]),
    ...(await store.findDisagreements(0)),
  ]);
}

function describe(path: number, { kills, restarts, tookMs, events }: PathReport, total: number): string {
  const slowest = Math.round(longest(restarts, "takenUpMs"));
  const took = (tookMs / 1_000).toFixed(1);
  return `path ${path}: all clear in ${took} s with ${events.length} events, ${kills.length} kills (${total} so far), after ${kills.join(", ")}; work went on within ${slowest} ms`;
}

async function showLog({ serverLog }: SoakWorld, tell: (line: string) => void): Promise<void> {
  const log = await readFile(serverLog, "utf8").catch(() => "");
  tell("The end of the server's log:");
  for (const line of log.trimEnd().split("\n").slice(-shownLogLines)) tell(`  ${line}`);
}

interface Soaked {
  readonly seed: string;
  readonly reports: readonly PathReport[];
  readonly tookMs: number;
}

function toFigures({ seed, reports, tookMs }: Soaked): SoakFigures {
  const kills = reports.flatMap((report) => report.kills);
  const restarts = reports.flatMap((report) => report.restarts);
  const grouped = [...Map.groupBy(kills, (after) => after)].map(([after, all]) => [after, all.length] as const);
  return {
    seed,
    kills: kills.length,
    paths: reports.length,
    events: reports.reduce((sum, report) => sum + report.events.length, 0),
    requestsRepeated: reports.reduce((sum, report) => sum + report.requestsRepeated, 0),
    killsAfter: Object.fromEntries(grouped.sort(([, one], [, other]) => other - one)),
    slowestTakenUpMs: Math.round(longest(restarts, "takenUpMs")),
    takenUpMeasured: restarts.filter(({ takenUpMs }) => takenUpMs !== undefined).length,
    slowestFirstEventMs: Math.round(longest(restarts, "firstEventMs")),
    firstEventMeasured: restarts.filter(({ firstEventMs }) => firstEventMs !== undefined).length,
    tookSeconds: Math.round(tookMs / 1_000),
  };
}

function longest(restarts: readonly Restart[], which: "takenUpMs" | "firstEventMs"): number {
  return Math.max(0, ...restarts.map((restart) => restart[which] ?? 0));
}
