import type { DeploymentFact } from "../../domain/evidence.ts";
import type { Instant } from "../../domain/instant.ts";
import type { LogPage, LogQuery } from "../../ports/log-source.ts";
import { PortError } from "../../ports/port-error.ts";
import { LogsReply, logsQuery } from "./api-types.ts";
import type { CallRailway } from "./client.ts";
import { mergeLines, type TimedLine, toTimedLine } from "./mapper.ts";

/** The most lines that one answer of Railway holds. */
const answerLimit = 5_000;

/** The lines of the window from every deployment that may have run in it; `deployments` are newest first. */
export async function readLogs(
  call: CallRailway,
  deployments: readonly DeploymentFact[],
  query: LogQuery,
): Promise<LogPage> {
  const parts = await Promise.all(
    livedIn(deployments, query)
      .reverse()
      .map((deployment) => readDeployment(call, deployment.id, query)),
  );
  const lines = parts.flatMap((part) => part.lines);
  return {
    lines: mergeLines(lines, query.limit),
    cut: lines.length > query.limit || parts.some((part) => part.isCut),
  };
}

/** Ours: a deployment that builds when the window begins still has its predecessor running, so two from before count. */
const readFromBefore = 2;

function livedIn(deployments: readonly DeploymentFact[], { from, to }: LogQuery): DeploymentFact[] {
  const begun = deployments.filter(({ createdAt }) => to === undefined || createdAt < to);
  const inside = begun.filter(({ createdAt }) => createdAt >= from);
  const before = begun.filter((deployment) => deployment.createdAt < from && hasRun(deployment));
  return [...inside, ...before.slice(0, readFromBefore)];
}

function hasRun({ status }: DeploymentFact): boolean {
  return status === "live" || status === "crashed" || status === "removed";
}

interface DeploymentLines {
  readonly lines: readonly TimedLine[];
  readonly isCut: boolean;
}

async function readDeployment(call: CallRailway, deploymentId: string, query: LogQuery): Promise<DeploymentLines> {
  const limit = Math.min(query.limit + 1, answerLimit);
  const variables = { deploymentId, limit, startDate: toDate(query.from), ...toEnd(query.to) };
  try {
    const { deploymentLogs } = await call({
      port: "log-source",
      doing: "Reading the logs from Railway",
      query: logsQuery,
      variables,
      reply: LogsReply,
      signal: query.signal,
    });
    const timed = deploymentLogs.map((log) => toTimedLine(log, deploymentId));
    return { lines: timed.filter(({ line }) => isWithin(line.at, query)), isCut: deploymentLogs.length >= limit };
  } catch (error) {
    // Railway forgets the logs of old deployments before it forgets the deployments.
    if (error instanceof PortError && error.code === "not-found") return { lines: [], isCut: true };
    throw error;
  }
}

/** Railway's own window ends inclusively and knows nanoseconds; ours is decided here. */
function isWithin(at: Instant, { from, to }: LogQuery): boolean {
  return at >= from && (to === undefined || at < to);
}

function toEnd(to: Instant | undefined): { readonly endDate?: string } {
  return to === undefined ? {} : { endDate: toDate(to) };
}

function toDate(instant: Instant): string {
  return new Date(instant).toISOString();
}
