import { randomUUID } from "node:crypto";
import { LogLines } from "./log-lines.ts";
import type { DeploymentMeta, DeploymentStatus } from "./railway-types.ts";
import type { Variables } from "./service-variables.ts";

/** Everything that is kept of one deployment. `variables` are the unrendered ones it was made with. */
export interface DeploymentRecord {
  readonly id: string;
  readonly createdAt: Date;
  updatedAt: Date;
  status: DeploymentStatus;
  readonly meta: DeploymentMeta;
  readonly variables: Variables;
  readonly buildLogs: LogLines;
  readonly logs: LogLines;
  /** Folder of the built checkout, from which it can be started again; undefined until it is built. */
  imageFolder: string | undefined;
  wasActive: boolean;
  isStopped: boolean;
}

export function createDeploymentRecord(input: {
  readonly meta: DeploymentMeta;
  readonly variables: Variables;
  readonly imageFolder: string | undefined;
  readonly clock: () => bigint;
}): DeploymentRecord {
  const createdAt = new Date();
  return {
    id: randomUUID(),
    createdAt,
    updatedAt: createdAt,
    status: "INITIALIZING",
    meta: input.meta,
    variables: input.variables,
    buildLogs: new LogLines(input.clock),
    logs: new LogLines(input.clock),
    imageFolder: input.imageFolder,
    wasActive: false,
    isStopped: false,
  };
}

const inProgress: readonly DeploymentStatus[] = ["INITIALIZING", "QUEUED", "WAITING", "BUILDING", "DEPLOYING"];

export function isInProgress(status: DeploymentStatus): boolean {
  return inProgress.includes(status);
}

/** "A successful, failed, or crashed deployment can be re-deployed" (docs.railway.com/deployments/deployment-actions). */
const redeployable: readonly DeploymentStatus[] = ["SUCCESS", "FAILED", "CRASHED", "REMOVED"];

export function canRedeploy(record: DeploymentRecord): boolean {
  return redeployable.includes(record.status);
}

/** A deployment that once was active, is no longer, and whose image is still there. */
export function canRollBack(record: DeploymentRecord): boolean {
  return record.wasActive && record.imageFolder !== undefined && record.status === "REMOVED";
}
