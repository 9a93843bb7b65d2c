import type { DeploymentFact } from "../../domain/evidence.ts";
import type { LogSource } from "../../ports/log-source.ts";
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
import { findSecretValues } from "./secret-values.ts";

export interface RailwayTarget {
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId: string;
}

export interface RailwayPlatformOptions extends RailwayClientOptions, RailwayTarget {
  /** Keys the digests of variables, so that nobody can guess values from them; the same over restarts and replicas. */
  readonly digestKey: string;
  /** Gets the values of variables that must never be shown, before any log line is handed out. */
  readonly learn?: (secrets: readonly string[]) => void;
}

/** Ours: more deployments than this in one window are read in part. */
const readDeployments = 20;

/**
 * One service on Railway, and its logs. Variables are those of the service with their references resolved, without the
 * ones that Railway sets anew for each deployment. Logs are what its deployments print, not their builds.
 */
export function createRailwayPlatform(options: RailwayPlatformOptions): Platform & LogSource {
  if (options.digestKey === "") throw new Error("A digest without a key would give values away: set the digest key");
  const call = createCallRailway(options);
  const { projectId, environmentId, serviceId, digestKey } = options;
  const target = { projectId, environmentId, serviceId };
  const readVariables = async (asked: Asked) => {
    const variables = await askVariables(call, target, asked);
    options.learn?.(findSecretValues(variables));
    return variables;
  };
  let learntFor: string | undefined;
  /** Railway deploys anew when a variable is changed, so a bot's log holds no value that its deployments did not have. */
  const learnFor = async (deployments: readonly DeploymentFact[], signal: AbortSignal) => {
    const newest = deployments[0]?.id;
    if (options.learn === undefined || newest === learntFor) return;
    await readVariables({ port: "log-source", signal });
    learntFor = newest;
  };
  return {
    listDeployments: (query) => listDeployments(call, target, { ...query, port: "platform" }),
    readVariables: async (signal) => toVariableDigests(await readVariables({ port: "platform", signal }), digestKey),
    rollBack: (deploymentId, signal) => rollBack(call, target, { deploymentId, signal }),
    read: async (query) => {
      const asked = { limit: readDeployments, signal: query.signal, port: "log-source" } as const;
      const deployments = await listDeployments(call, target, asked);
      await learnFor(deployments, query.signal);
      return readLogs(call, deployments, query);
    },
  };
}

interface Asked {
  readonly signal: AbortSignal;
  readonly port: "platform" | "log-source";
}

async function askVariables(
  call: CallRailway,
  target: RailwayTarget,
  asked: Asked,
): Promise<Readonly<Record<string, string>>> {
  const doing = "Reading the variables from Railway";
  const { variables } = await call({
    ...asked,
    doing,
    query: variablesQuery,
    variables: { ...target },
    reply: VariablesReply,
  });
  return variables;
}

interface DeploymentQuery extends Asked {
  readonly limit: number;
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
