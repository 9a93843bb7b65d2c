import { randomBytes, randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { canRedeploy, canRollBack, type DeploymentRecord } from "./deployment-record.ts";
import { isRepository } from "./git-source.ts";
import type { LogLines } from "./log-lines.ts";
import { createNanosecondClock } from "./nanosecond-clock.ts";
import { RailwayService } from "./railway-service.ts";
import type { Deployment, ProjectHandle, ProjectInput, ServiceInput } from "./railway-types.ts";
import { ScriptedFaults } from "./scripted-faults.ts";
import { ServiceEdge } from "./service-edge.ts";
import { areSameVariables, providedVariables, renderVariables, type Variables } from "./service-variables.ts";

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly environmentId: string;
  readonly environmentName: string;
  readonly services: RailwayService[];
  sharedVariables: Variables;
}

/** What a token may touch: an account everything, a project token its project alone. */
export type Access = { readonly kind: "account" } | { readonly kind: "project"; readonly project: Project };

export interface PlatformOptions {
  readonly workFolder: string;
  readonly settleMs: number;
  readonly drainingMs: number;
}

/** Everything the simulator knows; the API and the control verbs are two ways to ask it. */
export class RailwayPlatform {
  readonly faults = new ScriptedFaults();
  readonly #options: PlatformOptions;
  readonly #projects: Project[] = [];
  readonly #accountTokens = new Set<string>();
  readonly #projectTokens = new Map<string, Project>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #clock = createNanosecondClock();

  constructor(options: PlatformOptions) {
    this.#options = options;
  }

  createAccountToken(): string {
    const token = randomBytes(24).toString("hex");
    this.#accountTokens.add(token);
    return token;
  }

  revokeToken(token: string): void {
    this.#accountTokens.delete(token);
    this.#projectTokens.delete(token);
  }

  accessOfAccountToken(token: string): Access | undefined {
    return this.#accountTokens.has(token) ? { kind: "account" } : undefined;
  }

  accessOfProjectToken(token: string): Access | undefined {
    const project = this.#projectTokens.get(token);
    return project === undefined ? undefined : { kind: "project", project };
  }

  createProject(input: ProjectInput): ProjectHandle {
    const project: Project = {
      id: randomUUID(),
      name: input.name,
      createdAt: new Date(),
      environmentId: randomUUID(),
      environmentName: input.environment ?? "production",
      services: [],
      sharedVariables: {},
    };
    const token = randomUUID();
    this.#projects.push(project);
    this.#projectTokens.set(token, project);
    const { id: projectId, environmentId, environmentName } = project;
    return { projectId, environmentId, environmentName, token };
  }

  async createService(input: ServiceInput): Promise<{ readonly serviceId: string }> {
    const project = this.findProject(input.projectId);
    if (project === undefined) throw new Error(`no project ${input.projectId}`);
    if (!(await isRepository(input.repository))) throw new Error(`no git repository at ${input.repository}`);
    const service = new RailwayService(randomUUID(), input, {
      ...this.#options,
      clock: this.#clock,
      edge: await ServiceEdge.open(),
      environmentOf: (which, record) => this.environmentOf(which, record),
      takeBuildFault: (serviceId) => this.faults.takeForBuild(serviceId),
      onChange: (which) => this.#changes.emit(which.id),
    });
    project.services.push(service);
    await service.start();
    return { serviceId: service.id };
  }

  projects(): readonly Project[] {
    return this.#projects;
  }

  findProject(id: string): Project | undefined {
    return this.#projects.find((project) => project.id === id);
  }

  findService(id: string): RailwayService | undefined {
    return this.#projects.flatMap((project) => project.services).find((service) => service.id === id);
  }

  serviceOf(id: string): RailwayService {
    const service = this.findService(id);
    if (service === undefined) throw new Error(`no service ${id}`);
    return service;
  }

  findDeployment(id: string): { readonly service: RailwayService; readonly record: DeploymentRecord } | undefined {
    for (const service of this.#projects.flatMap((project) => project.services)) {
      const record = service.records.find((each) => each.id === id);
      if (record !== undefined) return { service, record };
    }
    return undefined;
  }

  linesOf(deploymentId: string, kind: "logs" | "buildLogs"): LogLines {
    const found = this.findDeployment(deploymentId);
    if (found === undefined) throw new Error(`no deployment ${deploymentId}`);
    return found.record[kind];
  }

  /** Sets the service's own variables and deploys its latest source again when that changed anything. */
  changeVariables(service: RailwayService, variables: Variables, skipDeploys = false): void {
    if (areSameVariables(service.variables, variables)) return;
    service.variables = variables;
    const latest = service.latest();
    if (!skipDeploys && latest !== undefined) service.redeploy(latest);
  }

  renderedVariables(service: RailwayService, own: Variables = service.variables): Variables {
    const project = this.findProject(service.input.projectId);
    const siblings = (project?.services ?? []).map((each) => [each.input.name, each.variables] as const);
    return renderVariables(own, { ...Object.fromEntries(siblings), shared: project?.sharedVariables ?? {} });
  }

  environmentOf(service: RailwayService, record: DeploymentRecord): Variables {
    const { PATH = "", HOME = "/" } = process.env;
    return {
      PATH,
      HOME,
      ...this.providedVariables(service, record),
      ...this.renderedVariables(service, record.variables),
    };
  }

  providedVariables(service: RailwayService, record: DeploymentRecord): Variables {
    const project = this.findProject(service.input.projectId);
    return providedVariables({
      projectId: service.input.projectId,
      projectName: project?.name ?? "",
      environmentId: project?.environmentId ?? "",
      environmentName: project?.environmentName ?? "",
      serviceId: service.id,
      serviceName: service.input.name,
      deploymentId: record.id,
      publicDomain: hostOf(service),
      meta: record.meta,
    });
  }

  toDeployment(service: RailwayService, record: DeploymentRecord): Deployment {
    return {
      id: record.id,
      projectId: service.input.projectId,
      environmentId: this.findProject(service.input.projectId)?.environmentId ?? "",
      serviceId: service.id,
      status: record.status,
      createdAt: record.createdAt.toISOString(),
      updatedAt: record.updatedAt.toISOString(),
      url: hostOf(service),
      staticUrl: hostOf(service),
      canRollback: canRollBack(record),
      canRedeploy: canRedeploy(record),
      deploymentStopped: record.isStopped,
      meta: record.meta,
    };
  }

  deploymentsOf(serviceId: string): readonly Deployment[] {
    const service = this.serviceOf(serviceId);
    return service.records.map((record) => this.toDeployment(service, record)).reverse();
  }

  async waitForDeployment(
    serviceId: string,
    predicate: (deployment: Deployment) => boolean,
    timeoutMs: number,
  ): Promise<Deployment> {
    const { promise, resolve, reject } = Promise.withResolvers<Deployment>();
    const look = () => {
      try {
        const found = this.deploymentsOf(serviceId).find(predicate);
        if (found !== undefined) resolve(found);
      } catch (error) {
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      reject(new Error(`no such deployment within ${timeoutMs} ms; ${this.#describe(serviceId)}`));
    }, timeoutMs);
    this.#changes.on(serviceId, look);
    look();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#changes.off(serviceId, look);
    });
  }

  async stop(): Promise<void> {
    this.faults.clearAll();
    await Promise.all(this.#projects.flatMap((project) => project.services).map((service) => service.stop()));
  }

  #describe(serviceId: string): string {
    const seen = this.deploymentsOf(serviceId).map(({ status, meta }) => `${meta.commitHash.slice(0, 7)} ${status}`);
    return seen.length === 0 ? "there is none" : `there are ${seen.join(", ")}`;
  }
}

function hostOf(service: RailwayService): string {
  return `127.0.0.1:${service.edge.port}`;
}
