import type { StoredLine } from "./log-lines.ts";
import type { RailwayPlatform } from "./railway-platform.ts";
import type { LogLine, RailwayControl } from "./railway-types.ts";

/** The control verbs, in the simulator's own process. */
export function createRailwayControl(platform: RailwayPlatform, url: string): RailwayControl {
  return {
    url,
    graphqlUrl: `${url}/graphql/v2`,
    createAccountToken: async () => platform.createAccountToken(),
    revokeToken: async (token) => platform.revokeToken(token),
    createProject: async (input) => platform.createProject(input),
    createService: (input) => platform.createService(input),
    deployments: async (serviceId) => platform.deploymentsOf(serviceId),
    waitForDeployment: (serviceId, predicate, timeoutMs) => platform.waitForDeployment(serviceId, predicate, timeoutMs),
    setVariables: async (serviceId, changes) => {
      const service = platform.serviceOf(serviceId);
      platform.changeVariables(service, applyChanges(service.variables, changes));
    },
    logs: async (deploymentId) => platform.linesOf(deploymentId, "logs").all().map(toLogLine),
    buildLogs: async (deploymentId) => platform.linesOf(deploymentId, "buildLogs").all().map(toLogLine),
    servicePort: async (serviceId) => platform.serviceOf(serviceId).edge.port,
    serviceUrl: async (serviceId) => `http://127.0.0.1:${platform.serviceOf(serviceId).edge.port}`,
    script: async (fault) => {
      const id = platform.faults.add(fault);
      return { clear: async () => platform.faults.clear(id) };
    },
  };
}

function applyChanges(
  variables: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const entries = Object.entries({ ...variables, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

function toLogLine({ timestamp, message, severity, attributes }: StoredLine): LogLine {
  return { timestamp, message, severity, attributes };
}
