import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Belongings } from "../demo/belongings.ts";
import { type ChangeRow, collectChanges, collectChecks, collectLog } from "./collect.ts";
import { driveTraffic } from "./drive-traffic.ts";
import { createHands } from "./hands.ts";
import { findAlarm, type MetricRow, measure } from "./measure.ts";
import { createNeutral } from "./neutralise.ts";
import { type Scene, startScene } from "./start-scene.ts";
import type { Cause, Story } from "./story.ts";

export interface Recording {
  readonly story: Story;
  /** Folder that holds the cases. */
  readonly output: string;
  readonly belongings: Belongings;
  readonly signal: AbortSignal;
}

const service = "crm-bot";
const usualSeconds = { quiet: 40, after: 40 } as const;

/** Lets the story happen and writes what was seen of it as a case. */
export async function recordStory(recording: Recording): Promise<void> {
  const { story, signal } = recording;
  const scene = await startScene(recording);
  const from = Math.ceil(Date.now() / 1_000) * 1_000;
  await pause(from - Date.now(), undefined, { signal });
  const traffic = driveTraffic({
    slack: scene.slack.control,
    workspace: scene.slack,
    questions: story.questions,
    everyMs: story.everyMs ?? 1_100,
    seed: story.id,
  });
  recording.belongings.add("the questions", () => traffic.stop());
  const { hands, variableChanges } = createHands(scene, { traffic, variables: story.variables ?? {}, signal });
  const quiet = pause((story.quietSeconds ?? usualSeconds.quiet) * 1_000, undefined, { signal });
  for (const name of story.earlier) await hands.commit(name);
  await quiet;
  const unwell = traffic.exchanges.filter(({ outcome }) => outcome !== "answered");
  if (unwell.length > 0)
    throw new Error(`the bot was not well before: ${unwell.map(({ question }) => question).join(", ")}`);
  const playedAt = Date.now();
  const cause = await story.play(hands);
  await pause((story.afterSeconds ?? usualSeconds.after) * 1_000, undefined, { signal });
  const to = Date.now();
  await traffic.stop();
  const shiftMs = Date.parse(story.at) - from;
  const neutral = createNeutral(scene, shiftMs);
  const window = { neutral, from, shiftMs };
  const log = await collectLog(scene, window);
  const shiftedFrom = from + shiftMs;
  const metrics = measure({
    exchanges: traffic.exchanges.map((exchange) => ({ ...exchange, at: exchange.at + shiftMs })),
    ...findStarts(log),
    failures: (await scene.service.control.deployments(scene.service.serviceId)).flatMap(({ status, updatedAt }) =>
      status === "FAILED" || status === "CRASHED" ? [Date.parse(updatedAt) + shiftMs] : [],
    ),
    from: shiftedFrom,
    to: to + shiftMs,
  });
  const changes = await collectChanges(scene, window, variableChanges);
  const checks = await collectChecks(scene, traffic.exchanges, neutral);
  const files = {
    "case.json": toHead({ story, metrics, from: shiftedFrom, playedAt: playedAt + shiftMs, to: to + shiftMs }),
    "changes.json": changes,
    "checks.json": checks,
    "answer.json": toAnswer(cause, changes),
    "metrics.csv": toCsv(metrics),
    "logs/crm-bot.jsonl": log.map((line) => `${JSON.stringify(line)}\n`).join(""),
  };
  await writeCase(join(recording.output, story.id), files, scene);
}

function findStarts(log: Awaited<ReturnType<typeof collectLog>>) {
  const started = log.filter(({ message }) => message === "Starting Container");
  const firsts = new Set([...Map.groupBy(started, ({ deployment }) => deployment).values()].map(([first]) => first));
  const toTimes = (lines: typeof started) => lines.map(({ timestamp }) => Date.parse(timestamp));
  return { starts: toTimes(started), restarts: toTimes(started.filter((line) => !firsts.has(line))) };
}

interface HeadFacts {
  readonly story: Story;
  readonly metrics: readonly MetricRow[];
  readonly from: number;
  readonly playedAt: number;
  readonly to: number;
}

function toHead({ story, metrics, from, playedAt, to }: HeadFacts): unknown {
  const { metric, threshold } = story.alert;
  const alarm = findAlarm(metrics, { ...story.alert, since: playedAt });
  if (alarm === undefined) throw new Error(`${metric} never reached ${threshold}: nothing would have told of it`);
  const { firedAt, observed } = alarm;
  return {
    id: story.id,
    bot: service,
    alert: {
      service,
      metric,
      threshold,
      observed,
      firedAt: new Date(firedAt).toISOString(),
      summary: `${metric} of ${service} is ${observed}, threshold ${threshold}`,
    },
    window: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  };
}

const changeKinds = new Set(["commit", "variable", "deploy"]);

/** Deployments that brought the cause are as right: those of the commit, or the first after the variable. */
function toAnswer({ kind, id, component, origin, why }: Cause, changes: readonly ChangeRow[]): unknown {
  const change = changes.find((row) => row.kind === kind && row.id === id);
  if (changeKinds.has(kind) && change === undefined)
    throw new Error(`the cause ${kind} ${id} is not among the changes`);
  const deploys = changes.filter((row) => row.kind === "deploy");
  const ofVariable = deploys.filter(({ at }) => change !== undefined && at >= change.at).slice(0, 1);
  const also = kind === "variable" ? ofVariable : deploys.filter(({ commit }) => commit === id);
  return { verdict: { cause: { kind, id }, component, origin }, also: also.map((row) => row.id), why };
}

function toCsv(rows: readonly MetricRow[]): string {
  const lines = rows.map(({ at, metric, value }) => `${new Date(at).toISOString()},${service},${metric},${value}`);
  return ["timestamp,service,metric,value", ...lines, ""].join("\n");
}

async function writeCase(folder: string, files: Readonly<Record<string, unknown>>, { secrets }: Scene): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "logs"), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`;
    if (secrets.some((secret) => text.includes(secret))) throw new Error(`${name} holds a secret`);
    await writeFile(join(folder, name), text);
  }
}
