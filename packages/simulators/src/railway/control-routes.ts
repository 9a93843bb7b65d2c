import { Hono } from "hono";
import type { RailwayControl, ScriptedFault } from "./railway-types.ts";

/**
 * The control verbs over HTTP: `POST /_control/<verb>` with a JSON array of the verb's arguments, answered by
 * `{"value": …}` or, when it rejects, by 400 and `{"error": "…"}`. `waitForDeployment` is the caller's own polling of
 * `deployments`; `script` answers an id for `clearFault`.
 */
export function createControlRoutes(control: RailwayControl): Hono {
  const faults = new Map<string, ScriptedFault>();
  // A caller on the other side of the wire is trusted like one in this process; wrong arguments reject in the verb itself.
  const verbs: Record<string, (...args: never[]) => Promise<unknown>> = {
    createAccountToken: control.createAccountToken,
    revokeToken: control.revokeToken,
    createProject: control.createProject,
    createService: control.createService,
    deployments: control.deployments,
    setVariables: control.setVariables,
    logs: control.logs,
    buildLogs: control.buildLogs,
    servicePort: control.servicePort,
    serviceUrl: control.serviceUrl,
    script: async (fault: Parameters<RailwayControl["script"]>[0]) => {
      const id = String(faults.size + 1);
      faults.set(id, await control.script(fault));
      return id;
    },
    clearFault: async (id: string) => faults.get(id)?.clear(),
  };
  return new Hono().post("/:verb", async (context) => {
    const name = context.req.param("verb");
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (verb === undefined)
      return context.json({ error: `unknown verb; known: ${Object.keys(verbs).join(", ")}` }, 404);
    try {
      const args = (await context.req.json()) as never[];
      return context.json({ value: (await verb(...args)) ?? null });
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : "failed" }, 400);
    }
  });
}
