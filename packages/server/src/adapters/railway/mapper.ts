import { createHmac } from "node:crypto";
import type { DeploymentFact } from "../../domain/evidence.ts";
import type { LogLine } from "../../domain/log-line.ts";
import type { VariableDigest } from "../../ports/platform.ts";
import type { RailwayDeployment, RailwayLog } from "./api-types.ts";

/** docs.railway.com/integrations/api/manage-deployments, "Deployment statuses". A sleeping one wakes when it is asked. */
const statusOf: Readonly<Record<string, DeploymentFact["status"]>> = {
  SUCCESS: "live",
  SLEEPING: "live",
  CRASHED: "crashed",
  FAILED: "failed",
  REMOVED: "removed",
  REMOVING: "removed",
  SKIPPED: "removed",
};

export function toDeploymentFact(deployment: RailwayDeployment): DeploymentFact {
  const commit = deployment.meta?.commitHash;
  return {
    id: deployment.id,
    status: toStatus(deployment),
    ...(typeof commit === "string" && /^[0-9a-f]{7,64}$/.test(commit) ? { commit } : {}),
    createdAt: Date.parse(deployment.createdAt),
    canRollBack: deployment.canRollback,
  };
}

/** Every other status, known or new, is of a deployment that does not run yet. */
function toStatus({ status, deploymentStopped }: RailwayDeployment): DeploymentFact["status"] {
  const known = statusOf[status] ?? "pending";
  return known === "live" && deploymentStopped ? "removed" : known;
}

export function newestFirst(deployments: readonly DeploymentFact[]): readonly DeploymentFact[] {
  return [...deployments].sort((one, other) => other.createdAt - one.createdAt);
}

/** Set by Railway anew for each deployment (docs.railway.com/variables/reference), so no change that anybody made. */
const ofTheDeployment = /^RAILWAY_(?:DEPLOYMENT_ID|SNAPSHOT_ID|REPLICA_ID|REPLICA_REGION|GIT_[A-Z_]+)$/;

/** The last place where values are known. The name is part of what is digested, so equal values show nothing. */
export function toVariableDigests(
  variables: Readonly<Record<string, string>>,
  digestKey: string,
): readonly VariableDigest[] {
  return Object.keys(variables)
    .filter((name) => !ofTheDeployment.test(name))
    .sort()
    .map((name) => ({
      name,
      digest: createHmac("sha256", digestKey)
        .update(`${name}\0${variables[name] ?? ""}`)
        .digest("hex"),
    }));
}

/** A line with its whole instant, which decides the order: Railway gives nanoseconds. */
export interface TimedLine {
  readonly nanoseconds: bigint;
  readonly line: LogLine;
}

export function toTimedLine(log: RailwayLog, deploymentId: string): TimedLine {
  const severity = toSeverity(log.severity);
  return {
    nanoseconds: toNanoseconds(log.timestamp),
    line: {
      at: Date.parse(log.timestamp),
      text: toText(log),
      ...(severity === undefined ? {} : { severity }),
      deploymentId,
    },
  };
}

/** The newest `limit` lines, oldest first; lines of one instant stay in the order in which they were given. */
export function mergeLines(lines: readonly TimedLine[], limit: number): readonly LogLine[] {
  const sorted = [...lines].sort((one, other) => compare(one.nanoseconds, other.nanoseconds));
  return limit <= 0 ? [] : sorted.slice(-limit).map(({ line }) => line);
}

function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function toNanoseconds(timestamp: string): bigint {
  const [, fraction = ""] = /\.(\d{1,9})/.exec(timestamp) ?? [];
  return BigInt(Math.floor(Date.parse(timestamp) / 1_000)) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/**
 * Railway takes a line of JSON apart: `message`, `level`, and its other fields as attributes, each a JSON text
 * (docs.railway.com/observability/logs, "Structured logs"). Here it becomes one line again, so that nothing is lost.
 */
function toText({ message, severity, attributes }: RailwayLog): string {
  const fields = (attributes ?? []).filter(({ key }) => key !== "level");
  if (fields.length === 0) return message;
  const level = severity === null || severity === undefined ? {} : { level: severity };
  return JSON.stringify({
    ...level,
    message,
    ...Object.fromEntries(fields.map(({ key, value }) => [key, toValue(value)])),
  });
}

function toValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toSeverity(severity: string | null | undefined): LogLine["severity"] {
  switch (severity?.toLowerCase()) {
    case "debug":
      return "debug";
    case "info":
      return "info";
    case "warn":
    case "warning":
      return "warn";
    case "err":
    case "error":
    case "fatal":
      return "error";
    default:
      return undefined;
  }
}
