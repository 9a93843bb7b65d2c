import type { DeploymentMeta } from "./railway-types.ts";

export type Variables = Readonly<Record<string, string>>;

export interface ProvidedVariablesInput {
  readonly projectId: string;
  readonly projectName: string;
  readonly environmentId: string;
  readonly environmentName: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly deploymentId: string;
  readonly publicDomain: string;
  readonly meta: DeploymentMeta;
}

/** What Railway adds to every build and deployment (docs.railway.com/variables/reference, read 2026-11-23). */
export function providedVariables(input: ProvidedVariablesInput): Variables {
  return {
    RAILWAY_PUBLIC_DOMAIN: input.publicDomain,
    RAILWAY_PRIVATE_DOMAIN: `${input.serviceName}.railway.internal`,
    RAILWAY_PROJECT_NAME: input.projectName,
    RAILWAY_PROJECT_ID: input.projectId,
    RAILWAY_ENVIRONMENT_NAME: input.environmentName,
    RAILWAY_ENVIRONMENT_ID: input.environmentId,
    RAILWAY_SERVICE_NAME: input.serviceName,
    RAILWAY_SERVICE_ID: input.serviceId,
    RAILWAY_REPLICA_ID: input.deploymentId,
    RAILWAY_REPLICA_REGION: "local",
    RAILWAY_DEPLOYMENT_ID: input.deploymentId,
    RAILWAY_SNAPSHOT_ID: input.deploymentId,
    RAILWAY_GIT_COMMIT_SHA: input.meta.commitHash,
    RAILWAY_GIT_AUTHOR: input.meta.commitAuthor,
    RAILWAY_GIT_BRANCH: input.meta.branch,
    RAILWAY_GIT_REPO_NAME: input.meta.repo,
    RAILWAY_GIT_COMMIT_MESSAGE: input.meta.commitMessage,
  };
}

/** Resolves `${{NAME}}`, `${{shared.NAME}}` and `${{service.NAME}}`; a reference to nothing becomes empty, as on Railway. */
export function renderVariables(own: Variables, namespaces: Readonly<Record<string, Variables>>): Variables {
  const resolve = (reference: string): string => {
    const [first = "", second] = reference.trim().split(".", 2);
    return (second === undefined ? own[first] : namespaces[first]?.[second]) ?? "";
  };
  const entries = Object.entries(own).map(([name, value]) => [
    name,
    value.replace(/\$\{\{([^}]*)\}\}/g, (_, reference: string) => resolve(reference)),
  ]);
  return Object.fromEntries(entries);
}

export function areSameVariables(left: Variables, right: Variables): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => left[name] === right[name]);
}
