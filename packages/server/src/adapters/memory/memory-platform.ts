import { createHmac, randomUUID } from "node:crypto";
import type { DeploymentFact } from "../../domain/evidence.ts";
import type { Platform } from "../../ports/platform.ts";
import { PortError } from "../../ports/port-error.ts";
import type { ManualClock } from "./manual-clock.ts";
import { createFailures, type ScriptedFailures } from "./scripted-failures.ts";

export interface MemoryPlatform extends Platform, ScriptedFailures {
  /** A new deployment, live unless told otherwise; a live one takes the place of the last. */
  deploy(deployment: { readonly commit: string } & Partial<Omit<DeploymentFact, "commit">>): DeploymentFact;
  /** Something happens to a deployment, such as that it crashes. */
  change(id: string, change: Partial<DeploymentFact>): void;
  /** null deletes. */
  setVariables(values: Readonly<Record<string, string | null>>): void;
  readonly rollBacks: readonly string[];
}

/** A platform in memory. A roll back is live at once; `onRollBack` may do more, such as heal a bot. */
export function createMemoryPlatform(options: {
  readonly clock: ManualClock;
  readonly onRollBack?: (deployment: DeploymentFact) => void;
}): MemoryPlatform {
  const failures = createFailures("platform");
  const variables = new Map<string, string>();
  const rollBacks: string[] = [];
  let deployments: readonly DeploymentFact[] = [];
  const deploy: MemoryPlatform["deploy"] = (input) => {
    const id = randomUUID();
    const deployment = { id, status: "live", createdAt: options.clock.now(), canRollBack: true, ...input } as const;
    const older = deployment.status === "live" ? deployments.map(retire) : deployments;
    deployments = [deployment, ...older];
    return deployment;
  };
  return {
    ...failures,
    rollBacks,
    deploy,
    change: (id, change) => {
      deployments = deployments.map((one) => (one.id === id ? { ...one, ...change } : one));
    },
    setVariables: (values) => {
      for (const [name, value] of Object.entries(values)) {
        if (value === null) variables.delete(name);
        else variables.set(name, value);
      }
    },
    listDeployments: async ({ limit, signal }) => {
      failures.check(signal);
      return deployments.slice(0, limit);
    },
    readVariables: async (signal) => {
      failures.check(signal);
      return [...variables.keys()].sort().map((name) => ({ name, digest: digestOf(name, variables.get(name) ?? "") }));
    },
    rollBack: async (deploymentId, signal) => {
      failures.check(signal);
      const target = findTarget(deployments, deploymentId);
      rollBacks.push(deploymentId);
      const deployment = deploy({ commit: target.commit ?? "" });
      options.onRollBack?.(deployment);
    },
  };
}

function retire(deployment: DeploymentFact): DeploymentFact {
  return deployment.status === "live" ? { ...deployment, status: "removed" } : deployment;
}

function findTarget(deployments: readonly DeploymentFact[], id: string): DeploymentFact {
  const target = deployments.find((deployment) => deployment.id === id);
  if (target === undefined)
    throw new PortError("platform", "not-found", "The platform in memory has no such deployment");
  if (!target.canRollBack) throw new PortError("platform", "refused", "That deployment cannot be rolled back to");
  return target;
}

function digestOf(name: string, value: string): string {
  return createHmac("sha256", "memory").update(`${name}\0${value}`).digest("hex");
}
