import { readLog } from "../../diagnosis/read-log.ts";
import { createMasks } from "../../diagnosis/signatures/masks.ts";
import { summariseErrors } from "../../diagnosis/summarise-errors.ts";
import { summariseOperations } from "../../diagnosis/summarise-operations.ts";
import type { OperationFact, SignatureFact } from "../../domain/evidence.ts";
import { type Instant, writeInstant } from "../../domain/instant.ts";
import { RUNS_REMEMBERED } from "../../operations/report-signal.ts";
import { PortError } from "../../ports/port-error.ts";
import { answer, type Check, type CheckTask } from "./check.ts";
import { startOfTrouble } from "./start-of-trouble.ts";

/** An incident's evidence is bounded; a bot that writes more than this in the window is read from its newest lines. */
const MOST_LINES = 20_000;
const MOST_SIGNATURES = 20;
const MOST_OPERATIONS = 50;

/** Recent logs: error patterns and operation timings. Interesting when an error is new, or something is slow or stuck. */
export const checkLogs: Check = async (task) => {
  const { rules, redact, hash, now } = task.world;
  const from = now() - rules.detection.baselineMs;
  const page = await task.bot.logs.read({ from, limit: MOST_LINES, signal: task.signal });
  const split = await findStart(task, from);
  const before = page.lines.filter((line) => line.at < split);
  const after = page.lines.filter((line) => line.at >= split);
  const options = { redact, hash, masks: createMasks(rules.masks) };
  const reading = readLog(after, options);
  const baseline = before.length === 0 ? {} : { baseline: readLog(before, options) };
  const { signatures, samples } = summariseErrors(reading, baseline);
  const operations = summariseOperations(reading, { slowMs: rules.metrics.responseTimeMs.critical, until: now() });
  const window = { from: page.lines[0]?.at ?? from, to: now() };
  const query = `logs since ${writeInstant(window.from)}, against those before ${writeInstant(split)}`;
  const rawDigest = hash(page.lines.map((line) => line.text).join("\n"));
  const interesting = signatures.some(({ isNew }) => isNew) || operations.some(isTroubled);
  return answer(task, interesting, [
    {
      source: "log-source",
      query,
      window,
      ...(signatures[0] === undefined ? {} : { eventAt: signatures[0].first }),
      summary: describeErrors(signatures, page.cut),
      facts: { kind: "errors", signatures: signatures.slice(0, MOST_SIGNATURES), lines: page.lines.length },
      samples: samples.map((sample) => sample.text),
      rawDigest,
    },
    {
      source: "log-source",
      query,
      window,
      summary: describeOperations(operations),
      facts: { kind: "operations", operations: troubledFirst(operations).slice(0, MOST_OPERATIONS) },
      rawDigest,
    },
  ]);
};

async function findStart({ bot, incident, world, signal }: CheckTask, earliest: Instant): Promise<Instant> {
  const firstSignal = Math.min(...incident.signals.map((known) => known.at));
  const histories = await world.watch.readScenarioHistories(bot.bot.id, RUNS_REMEMBERED);
  try {
    const deployments = await bot.platform.listDeployments({ limit: 10, signal });
    return startOfTrouble({ firstSignal, histories, deployments, earliest });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    world.log("info", "the platform could not say when the bot was deployed", { code: error.code });
    return startOfTrouble({ firstSignal, histories, deployments: [], earliest });
  }
}

function troubledFirst(operations: readonly OperationFact[]): readonly OperationFact[] {
  return [...operations].sort((one, other) => Number(isTroubled(other)) - Number(isTroubled(one)));
}

function isTroubled({ failed, stuck, slow }: OperationFact): boolean {
  return failed + stuck + slow > 0;
}

function describeErrors(signatures: readonly SignatureFact[], cut: boolean): string {
  const limit = cut ? ` Only the newest ${MOST_LINES} lines were read.` : "";
  const [first] = signatures;
  if (first === undefined) return `No error is logged.${limit}`;
  const fresh = signatures.filter(({ isNew }) => isNew).length;
  const kinds = `${signatures.length} kind${signatures.length === 1 ? "" : "s"} of error, ${fresh} of them new`;
  return `${kinds}; first "${first.template}", ${first.count} times since ${writeInstant(first.first)}.${limit}`;
}

function describeOperations(operations: readonly OperationFact[]): string {
  const troubled = operations.filter(isTroubled);
  if (operations.length === 0) return "The log shows no operations.";
  if (troubled.length === 0) return `${operations.map(({ name }) => name).join(", ")}: all completed in time.`;
  return `${troubled
    .map(
      ({ name, started, failed, stuck, slow }) =>
        `${name}: ${failed} failed, ${stuck} stuck, ${slow} slow of ${started}`,
    )
    .join("; ")}.`;
}
