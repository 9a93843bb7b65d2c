import { apiError, notAuthorized } from "./api-error.ts";
import type { DeploymentRecord } from "./deployment-record.ts";
import type { Access, Project, RailwayPlatform } from "./railway-platform.ts";
import type { RailwayService } from "./railway-service.ts";

/** One API request: finds what it names, within what its token may touch. Everything it refuses is a GraphQL error. */
export class ApiRequest {
  readonly platform: RailwayPlatform;
  readonly #access: Access | undefined;

  constructor(platform: RailwayPlatform, access: Access | undefined) {
    this.platform = platform;
    this.#access = access;
  }

  requireAccount(): void {
    if (this.#access?.kind !== "account") throw notAuthorized();
  }

  projectOfToken(): Project {
    if (this.#access?.kind !== "project") throw apiError("Project Token not found");
    return this.#access.project;
  }

  visibleProjects(): readonly Project[] {
    if (this.#access === undefined) throw notAuthorized();
    return this.#access.kind === "account" ? this.platform.projects() : [this.#access.project];
  }

  project(id: string): Project {
    if (this.#access === undefined) throw notAuthorized();
    const project = this.platform.findProject(id);
    if (project === undefined) throw apiError("Project not found");
    if (!this.visibleProjects().includes(project)) throw notAuthorized();
    return project;
  }

  environment(projectId: string, environmentId: string): Project {
    const project = this.project(projectId);
    if (project.environmentId !== environmentId) throw apiError("Environment not found");
    return project;
  }

  service(id: string): RailwayService {
    if (this.#access === undefined) throw notAuthorized();
    const service = this.platform.findService(id);
    if (service === undefined) throw apiError("Service not found");
    this.project(service.input.projectId);
    return service;
  }

  serviceIn(serviceId: string, environmentId: string): RailwayService {
    const service = this.service(serviceId);
    if (this.project(service.input.projectId).environmentId !== environmentId)
      throw apiError("ServiceInstance not found");
    return service;
  }

  deployment(id: string): { readonly service: RailwayService; readonly record: DeploymentRecord } {
    if (this.#access === undefined) throw notAuthorized();
    const found = this.platform.findDeployment(id);
    if (found === undefined) throw apiError("Deployment not found");
    this.project(found.service.input.projectId);
    return found;
  }
}
