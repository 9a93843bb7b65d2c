import type { DeploymentFact } from "../../domain/evidence.ts";
import type { LogPage, LogQuery, LogSource } from "../../ports/log-source.ts";
import type { Platform } from "../../ports/platform.ts";
import { PortError } from "../../ports/port-error.ts";
import {
  DeploymentReply,
  DeploymentsReply,
  deploymentQuery,
  deploymentsQuery,
  RollbackReply,
  rollbackMutation,
  VariablesReply,
  variablesQuery,
} from "./api-types.ts";
import { type CallRailway, createCallRailway, type RailwayClientOptions } from "./client.ts";
import { newestFirst, toDeploymentFact, toVariableDigests } from "./mapper.ts";
import { readLogs } from "./read-logs.ts";

export interface RailwayTarget {
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId: string;
}

export interface RailwayPlatformOptions extends RailwayClientOptions, RailwayTarget {
  /** Keys the digests of variables, so that nobody can guess values from them; the same over restarts and replicas. */
  readonly digestKey: string;
}

/**
 * One service on Railway, and its logs. Variables are those of the service with their references resolved, without the
 * ones that Railway sets anew for each deployment. Logs are what its deployments print, not their builds.
 */
export function createRailwayPlatform(options: RailwayPlatformOptions): Platform & LogSource {
  if (options.digestKey === "") throw new Error("A digest without a key would give values away: set the digest key");
  const call = createCallRailway(options);
  const { projectId, environmentId, serviceId, digestKey } = options;
  const target = { projectId, environmentId, serviceId };
  return {
    listDeployments: (query) => listDeployments(call, target, { ...query, port: "platform" }),
    readVariables: async (signal) => {
      const doing = "Reading the variables from Railway";
      const reply = VariablesReply;
      const { variables } = await call({
        port: "platform",
        doing,
        query: variablesQuery,
        variables: target,
        reply,
        signal,
      });
      return toVariableDigests(variables, digestKey);
    },
    rollBack: (deploymentId, signal) => rollBack(call, target, { deploymentId, signal }),
    read: (query) => readWindow(call, target, query),
  };
}

interface DeploymentQuery {
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly port: "platform" | "log-source";
}

async function listDeployments(
  call: CallRailway,
  target: RailwayTarget,
  { limit, signal, port }: DeploymentQuery,
): Promise<readonly DeploymentFact[]> {
  const { deployments } = await call({
    port,
    doing: "Listing the deployments on Railway",
    query: deploymentsQuery,
    variables: { input: target, first: limit },
    reply: DeploymentsReply,
    signal,
  });
  return newestFirst(deployments.edges.map(({ node }) => toDeploymentFact(node))).slice(0, limit);
}

/** Looked at first: a token may see other services, and Railway keeps an image only so long. */
async function rollBack(
  call: CallRailway,
  target: RailwayTarget,
  { deploymentId, signal }: { readonly deploymentId: string; readonly signal: AbortSignal },
): Promise<void> {
  const doing = "Rolling back on Railway";
  const asked = { port: "platform", doing, variables: { id: deploymentId }, signal } as const;
  const { deployment } = await call({ ...asked, query: deploymentQuery, reply: DeploymentReply });
  if (deployment.serviceId !== target.serviceId || deployment.environmentId !== target.environmentId)
    throw new PortError("platform", "not-found", `${doing}: the bot's service has no such deployment`);
  if (!deployment.canRollback)
    throw new PortError("platform", "refused", `${doing}: Railway keeps no image of that deployment any more`);
  const { deploymentRollback } = await call({ ...asked, query: rollbackMutation, reply: RollbackReply });
  if (!deploymentRollback) throw new PortError("platform", "refused", `${doing}: Railway did not accept it`);
}

/** Ours: more deployments than this in one window are read in part. */
const readDeployments = 20;

async function readWindow(call: CallRailway, target: RailwayTarget, query: LogQuery): Promise<LogPage> {
  const newest = { limit: readDeployments, signal: query.signal, port: "log-source" } as const;
  return readLogs(call, await listDeployments(call, target, newest), query);
}
