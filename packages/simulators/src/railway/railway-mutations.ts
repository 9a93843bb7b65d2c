import { apiError } from "./api-error.ts";
import type { ApiRequest } from "./api-request.ts";
import { canRedeploy } from "./deployment-record.ts";
import { toDeploymentNode } from "./railway-queries.ts";
import type { RailwayService } from "./railway-service.ts";
import type { Variables } from "./service-variables.ts";

interface ById {
  readonly id: string;
}

interface InstanceArguments {
  readonly serviceId: string;
  readonly environmentId: string;
}

interface VariablePlace {
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId?: string | null;
  readonly skipDeploys?: boolean | null;
}

/** The root fields of `Mutation`. */
export const railwayMutations = {
  deploymentCancel: ({ id }: ById, request: ApiRequest) => {
    const { service, record } = request.deployment(id);
    if (!service.cancel(record)) throw apiError("Deployment is not in progress");
    return true;
  },
  deploymentRedeploy: ({ id }: ById, request: ApiRequest) => {
    const { service, record } = request.deployment(id);
    if (!canRedeploy(record)) throw apiError("Deployment cannot be redeployed");
    const made = service.redeploy(record);
    return toDeploymentNode(request, service, request.platform.toDeployment(service, made));
  },
  deploymentRemove: ({ id }: ById, request: ApiRequest) => {
    const { service, record } = request.deployment(id);
    service.end(record, "remove");
    return true;
  },
  deploymentRestart: ({ id }: ById, request: ApiRequest) => {
    const { service, record } = request.deployment(id);
    if (!service.restart(record)) throw apiError("Deployment is not running");
    return true;
  },
  deploymentRollback: ({ id }: ById, request: ApiRequest) => {
    const { service, record } = request.deployment(id);
    if (service.rollBack(record) === undefined) throw apiError("Deployment cannot be rolled back to");
    return true;
  },
  deploymentStop: ({ id }: ById, request: ApiRequest) => {
    const { service, record } = request.deployment(id);
    service.end(record, "stop");
    return true;
  },
  environmentTriggersDeploy: async ({ input }: { readonly input: InstanceArguments }, request: ApiRequest) => {
    await deploy(request.serviceIn(input.serviceId, input.environmentId), undefined);
    return true;
  },
  serviceInstanceDeployV2: async (
    args: InstanceArguments & { readonly commitSha?: string | null },
    request: ApiRequest,
  ) => (await deploy(request.serviceIn(args.serviceId, args.environmentId), args.commitSha ?? undefined)).id,
  serviceInstanceRedeploy: (args: InstanceArguments, request: ApiRequest) => {
    const service = request.serviceIn(args.serviceId, args.environmentId);
    const latest = service.latest();
    if (latest === undefined) throw apiError("Deployment not found");
    service.redeploy(latest);
    return true;
  },
  variableUpsert: (
    { input }: { readonly input: VariablePlace & { readonly name: string; readonly value: string } },
    request: ApiRequest,
  ) => changeVariables(input, request, (variables) => ({ ...variables, [input.name]: input.value })),
  variableCollectionUpsert: (
    { input }: { readonly input: VariablePlace & { readonly variables: Variables; readonly replace?: boolean | null } },
    request: ApiRequest,
  ) =>
    changeVariables(input, request, (variables) => ({
      ...(input.replace === true ? {} : variables),
      ...toTexts(input.variables),
    })),
  variableDelete: ({ input }: { readonly input: VariablePlace & { readonly name: string } }, request: ApiRequest) =>
    changeVariables(input, request, ({ [input.name]: _, ...rest }) => rest),
};

async function deploy(service: RailwayService, revision: string | undefined) {
  return service.deployRevision(revision ?? service.input.branch).catch(() => {
    throw apiError("Commit not found");
  });
}

function changeVariables(
  place: VariablePlace,
  request: ApiRequest,
  change: (variables: Variables) => Variables,
): boolean {
  const project = request.environment(place.projectId, place.environmentId);
  if (place.serviceId === null || place.serviceId === undefined) {
    project.sharedVariables = change(project.sharedVariables);
    return true;
  }
  const service = request.serviceIn(place.serviceId, place.environmentId);
  request.platform.changeVariables(service, change(service.variables), place.skipDeploys === true);
  return true;
}

function toTexts(variables: Readonly<Record<string, unknown>>): Variables {
  const entries = Object.entries(variables).map(([name, value]) => {
    if (typeof value !== "string") throw apiError(`Variable ${name} must be a string`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}
