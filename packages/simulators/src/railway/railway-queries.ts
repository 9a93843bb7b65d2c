import { apiError } from "./api-error.ts";
import type { ApiRequest } from "./api-request.ts";
import { type ConnectionArguments, toConnection } from "./connection.ts";
import { matchesFilter } from "./log-filter.ts";
import type { LogQuery, StoredLine } from "./log-lines.ts";
import { parseTimestamp } from "./nanosecond-clock.ts";
import type { Project } from "./railway-platform.ts";
import type { RailwayService } from "./railway-service.ts";
import type { Deployment, DeploymentStatus } from "./railway-types.ts";
import { renderVariables } from "./service-variables.ts";

interface DeploymentListInput {
  readonly projectId?: string | null;
  readonly environmentId?: string | null;
  readonly serviceId?: string | null;
  readonly status?: {
    readonly in?: readonly DeploymentStatus[] | null;
    readonly notIn?: readonly DeploymentStatus[] | null;
    readonly successfulOnly?: boolean | null;
  } | null;
}

interface VariablesArguments {
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId?: string | null;
  readonly unrendered?: boolean | null;
}

interface EnvironmentLogsArguments {
  readonly environmentId: string;
  readonly filter?: string | null;
  readonly beforeLimit?: number | null;
  readonly beforeDate?: string | null;
  readonly anchorDate?: string | null;
  readonly afterDate?: string | null;
  readonly afterLimit?: number | null;
}

/** The root fields of `Query`; each asks the request for what its token may see. */
export const railwayQueries = {
  me: (_: unknown, request: ApiRequest) => {
    request.requireAccount();
    return { id: "account", name: "Simulated account", email: "account@railway.invalid" };
  },
  project: ({ id }: { readonly id: string }, request: ApiRequest) => toProject(request.project(id)),
  projectToken: (_: unknown, request: ApiRequest) => {
    const project = request.projectOfToken();
    const environment = toEnvironment(project);
    return {
      projectId: project.id,
      environmentId: project.environmentId,
      project: () => toProject(project),
      environment,
    };
  },
  service: ({ id }: { readonly id: string }, request: ApiRequest) => toService(request.service(id)),
  serviceInstance: (args: { readonly serviceId: string; readonly environmentId: string }, request: ApiRequest) =>
    toServiceInstance(request, request.serviceIn(args.serviceId, args.environmentId)),
  deployment: ({ id }: { readonly id: string }, request: ApiRequest) => {
    const { service, record } = request.deployment(id);
    return toDeploymentNode(request, service, request.platform.toDeployment(service, record));
  },
  deployments: (args: ConnectionArguments & { readonly input: DeploymentListInput }, request: ApiRequest) => {
    const found = listServices(args.input, request)
      .flatMap((service) =>
        request.platform.deploymentsOf(service.id).map((each) => toDeploymentNode(request, service, each)),
      )
      .filter(({ status }) => fitsStatus(status, args.input.status))
      .sort((left, right) => right.createdAt.localeCompare(left.createdAt));
    return toConnection(found, args);
  },
  deploymentLogs: (args: LogQuery & { readonly deploymentId: string }, request: ApiRequest) => {
    const { service, record } = request.deployment(args.deploymentId);
    return record.logs.query(args).map((line) => toLog(request, { service, deploymentId: record.id, line }));
  },
  buildLogs: (args: LogQuery & { readonly deploymentId: string }, request: ApiRequest) => {
    const { service, record } = request.deployment(args.deploymentId);
    return record.buildLogs.query(args).map((line) => toLog(request, { service, deploymentId: record.id, line }));
  },
  environmentLogs: listEnvironmentLogs,
  variables: (args: VariablesArguments, request: ApiRequest) => {
    const project = request.environment(args.projectId, args.environmentId);
    if (args.serviceId === null || args.serviceId === undefined) {
      const shared = project.sharedVariables;
      return args.unrendered === true ? shared : renderVariables(shared, { shared });
    }
    const service = request.serviceIn(args.serviceId, args.environmentId);
    return args.unrendered === true ? service.variables : request.platform.renderedVariables(service);
  },
  variablesForServiceDeployment: (args: VariablesArguments & { readonly serviceId: string }, request: ApiRequest) => {
    const service = request.serviceIn(args.serviceId, args.environmentId);
    const latest = service.latest();
    const provided = latest === undefined ? {} : request.platform.providedVariables(service, latest);
    return { ...provided, ...request.platform.renderedVariables(service) };
  },
};

function listServices(input: DeploymentListInput, request: ApiRequest): readonly RailwayService[] {
  const projects =
    input.projectId === null || input.projectId === undefined
      ? request.visibleProjects()
      : [request.project(input.projectId)];
  if (input.serviceId !== null && input.serviceId !== undefined) request.service(input.serviceId);
  return projects
    .filter((project) => (input.environmentId ?? project.environmentId) === project.environmentId)
    .flatMap((project) => project.services)
    .filter((service) => (input.serviceId ?? service.id) === service.id);
}

function fitsStatus(status: DeploymentStatus, wanted: DeploymentListInput["status"]): boolean {
  if (wanted?.successfulOnly === true && status !== "SUCCESS") return false;
  if (wanted?.in !== null && wanted?.in !== undefined && !wanted.in.includes(status)) return false;
  return wanted?.notIn?.includes(status) !== true;
}

/** Lines around an instant: up to `beforeLimit` before it and `afterLimit` after it, oldest first. */
function listEnvironmentLogs(args: EnvironmentLogsArguments, request: ApiRequest) {
  const project = request.visibleProjects().find((each) => each.environmentId === args.environmentId);
  if (project === undefined) throw apiError("Environment not found");
  const lines = project.services
    .flatMap((service) =>
      service.records.flatMap((record) =>
        record.logs.all().map((line) => ({ service, deploymentId: record.id, line: withService(line, service) })),
      ),
    )
    .filter(({ line }) => isWithin(line, args) && matchesFilter(args.filter ?? "")(line))
    .sort((left, right) => (left.line.at < right.line.at ? -1 : 1));
  const anchor = instantOf(args.anchorDate) ?? instantOf(args.beforeDate);
  const before = anchor === undefined ? lines : lines.filter(({ line }) => line.at < anchor);
  const after = anchor === undefined ? [] : lines.filter(({ line }) => line.at >= anchor);
  const kept = [...takeLast(before, args.beforeLimit ?? 500), ...after.slice(0, args.afterLimit ?? 500)];
  return kept.map((entry) => toLog(request, entry));
}

function takeLast<Item>(items: readonly Item[], count: number): readonly Item[] {
  return count <= 0 ? [] : items.slice(-count);
}

function isWithin(line: StoredLine, args: EnvironmentLogsArguments): boolean {
  const before = instantOf(args.anchorDate === null || args.anchorDate === undefined ? undefined : args.beforeDate);
  const after = instantOf(args.afterDate);
  return (before === undefined || line.at >= before) && (after === undefined || line.at <= after);
}

function instantOf(date: string | null | undefined): bigint | undefined {
  return date === null || date === undefined ? undefined : parseTimestamp(date);
}

/** `@service:<id>` is asked of environment logs only (docs.railway.com/observability/logs, "Environment logs"). */
function withService(line: StoredLine, service: RailwayService): StoredLine {
  return { ...line, attributes: [...line.attributes, { key: "service", value: JSON.stringify(service.id) }] };
}

interface PlacedLine {
  readonly service: RailwayService;
  readonly deploymentId: string;
  readonly line: StoredLine;
}

function toLog(request: ApiRequest, { service, deploymentId, line }: PlacedLine) {
  const environmentId = request.platform.findProject(service.input.projectId)?.environmentId;
  return {
    timestamp: line.timestamp,
    message: line.message,
    severity: line.severity,
    attributes: line.attributes.filter(({ key }) => key !== "service"),
    tags: {
      projectId: service.input.projectId,
      environmentId,
      serviceId: service.id,
      deploymentId,
      deploymentInstanceId: deploymentId,
      snapshotId: deploymentId,
    },
  };
}

function toProject(project: Project) {
  return {
    id: project.id,
    name: project.name,
    createdAt: project.createdAt.toISOString(),
    services: toConnection(project.services.map(toService), {}),
    environments: toConnection([toEnvironment(project)], {}),
  };
}

function toEnvironment(project: Project) {
  return {
    id: project.environmentId,
    name: project.environmentName,
    projectId: project.id,
    createdAt: project.createdAt.toISOString(),
  };
}

function toService(service: RailwayService) {
  const { name, projectId } = service.input;
  return { id: service.id, name, icon: null, createdAt: service.createdAt.toISOString(), projectId };
}

function toServiceInstance(request: ApiRequest, service: RailwayService) {
  const { input } = service;
  const latest = request.platform.deploymentsOf(service.id)[0];
  return {
    id: service.id,
    serviceId: service.id,
    serviceName: input.name,
    environmentId: request.project(input.projectId).environmentId,
    startCommand: input.startCommand,
    buildCommand: input.buildCommand,
    healthcheckPath: input.healthcheckPath,
    healthcheckTimeout: service.healthcheckTimeoutSeconds,
    restartPolicyType: "ON_FAILURE",
    restartPolicyMaxRetries: service.maxRetries,
    latestDeployment: latest === undefined ? null : toDeploymentNode(request, service, latest),
  };
}

/** A deployment with the fields that lead on to its service and environment. */
export function toDeploymentNode(request: ApiRequest, service: RailwayService, deployment: Deployment) {
  return {
    ...deployment,
    snapshotId: deployment.id,
    service: () => toService(service),
    environment: () => toEnvironment(request.project(deployment.projectId)),
  };
}
