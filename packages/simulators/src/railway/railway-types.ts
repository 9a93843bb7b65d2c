/** Railway's `DeploymentStatus` enum (introspected schema as published by clients of the API, read 2026-11-23). */
export type DeploymentStatus =
  | "BUILDING"
  | "CRASHED"
  | "DEPLOYING"
  | "FAILED"
  | "INITIALIZING"
  | "NEEDS_APPROVAL"
  | "QUEUED"
  | "REMOVED"
  | "REMOVING"
  | "SKIPPED"
  | "SLEEPING"
  | "SUCCESS"
  | "WAITING";

export type Severity = "debug" | "info" | "warn" | "error";

/** Why a deployment exists, as it stands in `meta.reason`. */
export type DeploymentReason = "deploy" | "redeploy" | "rollback";

export interface DeploymentMeta {
  readonly commitHash: string;
  readonly commitMessage: string;
  readonly commitAuthor: string;
  readonly branch: string;
  readonly repo: string;
  readonly reason: DeploymentReason;
}

/** A deployment as the API shows it. Dates are ISO 8601; `url` and `staticUrl` are hosts without a scheme. */
export interface Deployment {
  readonly id: string;
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId: string;
  readonly status: DeploymentStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly url: string | null;
  readonly staticUrl: string | null;
  readonly canRollback: boolean;
  readonly canRedeploy: boolean;
  readonly deploymentStopped: boolean;
  readonly meta: DeploymentMeta;
}

/** One line of output. `timestamp` is ISO 8601 with nanoseconds; attribute values are JSON texts, as Railway sends them. */
export interface LogLine {
  readonly timestamp: string;
  readonly message: string;
  readonly severity: Severity;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

export interface ProjectInput {
  readonly name: string;
  /** Name of its one environment; "production" unless given. */
  readonly environment?: string;
}

export interface ProjectHandle {
  readonly projectId: string;
  readonly environmentId: string;
  readonly environmentName: string;
  /** A project token: goes into the `Project-Access-Token` header. */
  readonly token: string;
}

/** A service and where it comes from. Numbers are Railway's defaults unless given. */
export interface ServiceInput {
  readonly projectId: string;
  readonly name: string;
  /** Path of a git repository on this machine, bare or not. */
  readonly repository: string;
  readonly branch: string;
  readonly buildCommand?: string;
  readonly startCommand: string;
  readonly healthcheckPath?: string;
  /** Seconds; 300 by default (docs.railway.com/deployments/healthchecks). */
  readonly healthcheckTimeoutSeconds?: number;
  /** 10 by default (docs.railway.com/deployments/deployment-actions, "Restart a Crashed Deployment"). */
  readonly restartPolicyMaxRetries?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Something that goes wrong on purpose until it is cleared, or `times` times.
 * `operation` names the root field it touches (`deploymentLogs`, `variableUpsert`); without it, all of them.
 */
export type RailwayFault =
  | (ApiFaultScope & { readonly kind: "graphql-error"; readonly message: string })
  | (ApiFaultScope & { readonly kind: "not-authorized" })
  | (ApiFaultScope & { readonly kind: "http-status"; readonly status: number })
  | (ApiFaultScope & { readonly kind: "rate-limited"; readonly retryAfterSeconds: number })
  | (ApiFaultScope & { readonly kind: "hang" })
  | (ApiFaultScope & { readonly kind: "slow"; readonly delayMs: number })
  | { readonly kind: "logs-unavailable"; readonly times?: number }
  | { readonly kind: "build-fails"; readonly message?: string; readonly serviceId?: string; readonly times?: number };

export interface ApiFaultScope {
  readonly operation?: string;
  readonly times?: number;
}

export interface ScriptedFault {
  clear(): Promise<void>;
}

/** The verbs that exist both in the simulator's own process and over its control API. */
export interface RailwayControl {
  readonly url: string;
  readonly graphqlUrl: string;
  /** A token for the `Authorization: Bearer` header that may see every project. */
  createAccountToken(): Promise<string>;
  /** Makes an account or project token worthless from now on. */
  revokeToken(token: string): Promise<void>;
  createProject(input: ProjectInput): Promise<ProjectHandle>;
  /** Deploys at once when the branch exists. */
  createService(input: ServiceInput): Promise<{ readonly serviceId: string }>;
  /** Newest first. */
  deployments(serviceId: string): Promise<readonly Deployment[]>;
  /** The first deployment that fits, now or within the time; otherwise rejects, naming the statuses it saw. */
  waitForDeployment(
    serviceId: string,
    predicate: (deployment: Deployment) => boolean,
    timeoutMs: number,
  ): Promise<Deployment>;
  /** Sets values, deletes those given as null; a real change deploys again. */
  setVariables(serviceId: string, variables: Readonly<Record<string, string | null>>): Promise<void>;
  /** What the deployment's process has written, oldest first. */
  logs(deploymentId: string): Promise<readonly LogLine[]>;
  buildLogs(deploymentId: string): Promise<readonly LogLine[]>;
  /** The service's public port: the same for every deployment; 502 while none is live. */
  servicePort(serviceId: string): Promise<number>;
  serviceUrl(serviceId: string): Promise<string>;
  script(fault: RailwayFault): Promise<ScriptedFault>;
}

export interface RailwaySimulator extends RailwayControl {
  /** Ends every process it started and removes every checkout. */
  stop(): Promise<void>;
}

export interface RailwayOptions {
  /** 0, any free port, unless given. */
  readonly port?: number;
  /** Parent of the checkouts; the system's temporary folder unless given. Must not lie below a `node_modules`. */
  readonly workFolder?: string;
  /** How long a process without a health check must live to count as active. 500 ms unless given. */
  readonly settleMs?: number;
  /**
   * Time between SIGTERM and SIGKILL for services that do not set `RAILWAY_DEPLOYMENT_DRAINING_SECONDS`.
   * 3,000 ms unless given; Railway's own default is 0 (docs.railway.com/deployments/reference, "Singleton deploys").
   */
  readonly drainingMs?: number;
  /** 10,000 unless given: the Pro plan's figure (docs.railway.com/integrations/api, "Rate limits"). */
  readonly requestsPerHour?: number;
}
