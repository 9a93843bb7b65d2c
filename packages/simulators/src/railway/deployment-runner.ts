import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildImage } from "./build-image.ts";
import type { DeploymentRecord } from "./deployment-record.ts";
import type { ServiceInput } from "./railway-types.ts";
import { findFreePort } from "./service-edge.ts";
import { type ReadinessRule, ServiceProcess } from "./service-process.ts";
import type { Variables } from "./service-variables.ts";

export interface RunnerOptions {
  readonly input: ServiceInput;
  readonly workFolder: string;
  readonly settleMs: number;
  /** For services that do not set `RAILWAY_DEPLOYMENT_DRAINING_SECONDS`. */
  readonly drainingMs: number;
  /** The variables that a build or process of this deployment sees, references resolved. */
  readonly environmentOf: (record: DeploymentRecord) => Variables;
  /** A scripted reason for the next build to fail, if there is one. */
  readonly takeBuildFault: () => string | undefined;
}

export interface DeploymentRunner {
  readonly readinessRule: ReadinessRule;
  readonly healthcheckTimeoutSeconds: number;
  /** Makes the deployment's image, unless it came with one; says whether there is one now. */
  build(record: DeploymentRecord, signal: AbortSignal): Promise<boolean>;
  /** A process that may take over, or undefined when it did not come up or was called off. */
  launch(record: DeploymentRecord, signal: AbortSignal): Promise<ServiceProcess | undefined>;
  run(record: DeploymentRecord): Promise<ServiceProcess>;
  /** Removes the folder in which the deployment ran; its image stays, for a rollback. */
  clear(record: DeploymentRecord): Promise<void>;
  drainingMs(record: DeploymentRecord): number;
}

/** docs.railway.com/deployments/healthchecks, "Healthcheck Timeout". */
const defaultHealthcheckTimeoutSeconds = 300;

/** How deployments of one service are built and run; which of them lives is the service's business. */
export function createDeploymentRunner(options: RunnerOptions): DeploymentRunner {
  const { input, workFolder } = options;
  const healthcheckTimeoutSeconds = input.healthcheckTimeoutSeconds ?? defaultHealthcheckTimeoutSeconds;
  const readinessRule = {
    healthcheckPath: input.healthcheckPath,
    healthcheckTimeoutMs: healthcheckTimeoutSeconds * 1_000,
    settleMs: options.settleMs,
  };
  const drainingMs = (record: DeploymentRecord) => {
    const seconds = record.variables.RAILWAY_DEPLOYMENT_DRAINING_SECONDS;
    return seconds === undefined ? options.drainingMs : Number(seconds) * 1_000;
  };
  const clear = (record: DeploymentRecord) =>
    rm(join(workFolder, "deployments", record.id), { recursive: true, force: true, maxRetries: 3 });
  const run = (record: DeploymentRecord) => runDeployment(options, record);
  return {
    readinessRule,
    healthcheckTimeoutSeconds,
    drainingMs,
    clear,
    run,
    build: (record, signal) => buildDeployment(options, record, signal),
    launch: async (record, signal) => {
      await cp(record.imageFolder ?? "", runFolder(options, record), { recursive: true, verbatimSymlinks: true });
      if (signal.aborted) return undefined;
      const process = await run(record);
      const readiness = await process.becomeReady(readinessRule, signal);
      if (readiness === "ready" || readiness === "completed") return process;
      await process.stop(drainingMs(record));
      if (readiness === "unhealthy") {
        record.logs.append("stderr", `Healthcheck failed: no 200 within ${healthcheckTimeoutSeconds} s`);
      }
      await clear(record);
      return undefined;
    },
  };
}

async function buildDeployment(
  options: RunnerOptions,
  record: DeploymentRecord,
  signal: AbortSignal,
): Promise<boolean> {
  if (record.imageFolder !== undefined) return true;
  const folder = join(options.workFolder, "images", record.id, "app");
  const isBuilt = await buildImage({
    repository: options.input.repository,
    commitHash: record.meta.commitHash,
    buildCommand: options.input.buildCommand,
    environment: options.environmentOf(record),
    folder,
    onLine: (stream, text) => record.buildLogs.append(stream, text),
    fault: options.takeBuildFault(),
    signal,
  });
  if (isBuilt) record.imageFolder = folder;
  return isBuilt;
}

async function runDeployment(options: RunnerOptions, record: DeploymentRecord): Promise<ServiceProcess> {
  const environment = options.environmentOf(record);
  const port = environment.PORT === undefined ? await findFreePort() : Number(environment.PORT);
  record.logs.append("stdout", "Starting Container");
  return new ServiceProcess({
    command: options.input.startCommand,
    folder: runFolder(options, record),
    environment: { ...environment, PORT: String(port) },
    port,
    onLine: (stream, text) => record.logs.append(stream, text),
  });
}

/** Ends in `app`, so stack frames read `…/app/src/main.ts` as they do in Railway's containers. */
function runFolder(options: RunnerOptions, record: DeploymentRecord): string {
  return join(options.workFolder, "deployments", record.id, "app");
}
