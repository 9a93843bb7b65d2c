import { setTimeout as delay } from "node:timers/promises";
import type { Deployment, RailwayControl } from "./railway-types.ts";

/** How often the client looks while it waits for a deployment. */
const pollMs = 100;

/** The control verbs of a simulator that runs in another process, at `url` (such as `http://127.0.0.1:4300`). */
export function connectRailwaySimulator(url: string): RailwayControl {
  const base = url.replace(/\/$/, "");
  const call = <Value>(verb: string, ...args: readonly unknown[]) => callVerb<Value>(`${base}/_control/${verb}`, args);
  const deployments = (serviceId: string) => call<readonly Deployment[]>("deployments", serviceId);
  return {
    url: base,
    graphqlUrl: `${base}/graphql/v2`,
    createAccountToken: () => call("createAccountToken"),
    revokeToken: (token) => call("revokeToken", token),
    createProject: (input) => call("createProject", input),
    createService: (input) => call("createService", input),
    deployments,
    waitForDeployment: async (serviceId, predicate, timeoutMs) => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const seen = await deployments(serviceId);
        const found = seen.find(predicate);
        if (found !== undefined) return found;
        if (Date.now() >= deadline) {
          const statuses = seen.map(({ status }) => status).join(", ") || "none";
          throw new Error(`no such deployment within ${timeoutMs} ms; there are: ${statuses}`);
        }
        await delay(pollMs);
      }
    },
    setVariables: (serviceId, variables) => call("setVariables", serviceId, variables),
    logs: (deploymentId) => call("logs", deploymentId),
    buildLogs: (deploymentId) => call("buildLogs", deploymentId),
    servicePort: (serviceId) => call("servicePort", serviceId),
    serviceUrl: (serviceId) => call("serviceUrl", serviceId),
    script: async (fault) => {
      const id = await call<string>("script", fault);
      return { clear: () => call("clearFault", id) };
    },
  };
}

async function callVerb<Value>(address: string, args: readonly unknown[]): Promise<Value> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  const reply = (await response.json()) as { readonly value?: Value; readonly error?: string };
  if (!response.ok) throw new Error(`Railway simulator: ${reply.error ?? `HTTP ${response.status}`}`);
  // The routes of the same package answer `value`; null stands for nothing.
  return reply.value as Value;
}
