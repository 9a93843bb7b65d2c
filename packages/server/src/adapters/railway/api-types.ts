import { z } from "zod";

/**
 * The part of Railway's public GraphQL API that is read (docs.railway.com/integrations/api, 2026-11, and the queries of
 * Railway's own command line client). Everything else is ignored.
 */
const date = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

const RailwayDeployment = z.object({
  id: z.string().min(1),
  /** Railway's `DeploymentStatus`; kept open, because the enum has grown before. */
  status: z.string(),
  createdAt: date,
  canRollback: z.boolean(),
  deploymentStopped: z.boolean(),
  meta: z.object({ commitHash: z.string().nullish() }).nullish().catch(undefined),
});
export type RailwayDeployment = z.infer<typeof RailwayDeployment>;

export const DeploymentsReply = z.object({
  deployments: z.object({ edges: z.array(z.object({ node: RailwayDeployment })) }),
});
export const deploymentsQuery = `query Deployments($input: DeploymentListInput!, $first: Int) {
  deployments(input: $input, first: $first) {
    edges { node { id status createdAt canRollback deploymentStopped meta } }
  }
}`;

export const DeploymentReply = z.object({
  deployment: z.object({ serviceId: z.string().nullish(), environmentId: z.string(), canRollback: z.boolean() }),
});
export const deploymentQuery = `query Deployment($id: String!) {
  deployment(id: $id) { serviceId environmentId canRollback }
}`;

/** Railway's documentation selects fields of the answer; its schema has a plain Boolean. */
export const RollbackReply = z.object({ deploymentRollback: z.boolean() });
export const rollbackMutation = `mutation Rollback($id: String!) {
  deploymentRollback(id: $id)
}`;

export const VariablesReply = z.object({ variables: z.record(z.string(), z.string()) });
export const variablesQuery = `query Variables($projectId: String!, $environmentId: String!, $serviceId: String!) {
  variables(projectId: $projectId, environmentId: $environmentId, serviceId: $serviceId)
}`;

const RailwayLog = z.object({
  timestamp: date,
  message: z.string(),
  severity: z.string().nullish(),
  attributes: z.array(z.object({ key: z.string(), value: z.string() })).nullish(),
});
export type RailwayLog = z.infer<typeof RailwayLog>;

export const LogsReply = z.object({ deploymentLogs: z.array(RailwayLog) });
export const logsQuery = `query Logs($deploymentId: String!, $limit: Int, $startDate: DateTime, $endDate: DateTime) {
  deploymentLogs(deploymentId: $deploymentId, limit: $limit, startDate: $startDate, endDate: $endDate) {
    timestamp message severity attributes { key value }
  }
}`;

export const FailedReply = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });
