import { buildSchema, type GraphQLSchema } from "graphql";

/**
 * The part of Railway's public GraphQL schema that is simulated, retyped on 2026-11-23 from docs.railway.com
 * (integrations/api, manage-deployments, manage-services, manage-variables, graphql-overview) and from the queries of
 * Railway's own command line client.
 *
 * Where the two differ, the client is followed, because it is compiled against the live schema: the documentation
 * selects `{ id status }` on `deploymentRollback`, which is really a Boolean. `status.successfulOnly` is documented and
 * kept beside `in` and `notIn`.
 */
const schemaText = /* GraphQL */ `
  scalar DateTime
  scalar DeploymentMeta
  scalar EnvironmentVariables

  enum DeploymentStatus {
    BUILDING CRASHED DEPLOYING FAILED INITIALIZING NEEDS_APPROVAL QUEUED
    REMOVED REMOVING SKIPPED SLEEPING SUCCESS WAITING
  }
  enum RestartPolicyType { ALWAYS NEVER ON_FAILURE }

  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }

  type User { id: ID! name: String email: String! }

  type Deployment {
    id: ID!
    status: DeploymentStatus!
    createdAt: DateTime!
    updatedAt: DateTime!
    projectId: String!
    environmentId: String!
    serviceId: String
    snapshotId: String
    url: String
    staticUrl: String
    canRollback: Boolean!
    canRedeploy: Boolean!
    deploymentStopped: Boolean!
    meta: DeploymentMeta
    service: Service!
    environment: Environment!
  }
  type QueryDeploymentsConnectionEdge { cursor: String! node: Deployment! }
  type QueryDeploymentsConnection { edges: [QueryDeploymentsConnectionEdge!]! pageInfo: PageInfo! }

  type Service { id: ID! name: String! icon: String createdAt: DateTime! projectId: String! }
  type ProjectServicesConnectionEdge { cursor: String! node: Service! }
  type ProjectServicesConnection { edges: [ProjectServicesConnectionEdge!]! pageInfo: PageInfo! }

  type Environment { id: ID! name: String! projectId: String! createdAt: DateTime! }
  type ProjectEnvironmentsConnectionEdge { cursor: String! node: Environment! }
  type ProjectEnvironmentsConnection { edges: [ProjectEnvironmentsConnectionEdge!]! pageInfo: PageInfo! }

  type Project {
    id: ID!
    name: String!
    createdAt: DateTime!
    services: ProjectServicesConnection!
    environments: ProjectEnvironmentsConnection!
  }
  type ProjectToken { projectId: String! environmentId: String! project: Project! environment: Environment! }

  type ServiceInstance {
    id: ID!
    serviceId: String!
    serviceName: String!
    environmentId: String!
    startCommand: String
    buildCommand: String
    healthcheckPath: String
    healthcheckTimeout: Int
    restartPolicyType: RestartPolicyType!
    restartPolicyMaxRetries: Int!
    latestDeployment: Deployment
  }

  type LogAttribute { key: String! value: String! }
  type LogTags {
    projectId: String
    environmentId: String
    serviceId: String
    deploymentId: String
    deploymentInstanceId: String
    snapshotId: String
  }
  type Log {
    timestamp: String!
    message: String!
    severity: String
    attributes: [LogAttribute!]!
    tags: LogTags
  }

  input DeploymentStatusInput { in: [DeploymentStatus!] notIn: [DeploymentStatus!] successfulOnly: Boolean }
  input DeploymentListInput {
    projectId: String
    environmentId: String
    serviceId: String
    includeDeleted: Boolean
    status: DeploymentStatusInput
  }
  input VariableUpsertInput {
    projectId: String!
    environmentId: String!
    serviceId: String
    name: String!
    value: String!
    skipDeploys: Boolean
  }
  input VariableCollectionUpsertInput {
    projectId: String!
    environmentId: String!
    serviceId: String
    variables: EnvironmentVariables!
    replace: Boolean
    skipDeploys: Boolean
  }
  input VariableDeleteInput { projectId: String! environmentId: String! serviceId: String name: String! }
  input EnvironmentTriggersDeployInput { projectId: String! environmentId: String! serviceId: String! }

  type Query {
    me: User!
    project(id: String!): Project!
    projectToken: ProjectToken!
    service(id: String!): Service!
    serviceInstance(serviceId: String!, environmentId: String!): ServiceInstance!
    deployment(id: String!): Deployment!
    deployments(
      input: DeploymentListInput!
      first: Int
      after: String
      last: Int
      before: String
    ): QueryDeploymentsConnection!
    deploymentLogs(
      deploymentId: String!
      limit: Int
      startDate: DateTime
      endDate: DateTime
      filter: String
    ): [Log!]!
    buildLogs(deploymentId: String!, limit: Int, startDate: DateTime, endDate: DateTime, filter: String): [Log!]!
    environmentLogs(
      environmentId: String!
      filter: String
      beforeLimit: Int
      beforeDate: String
      anchorDate: String
      afterDate: String
      afterLimit: Int
    ): [Log!]!
    variables(
      projectId: String!
      environmentId: String!
      serviceId: String
      unrendered: Boolean
    ): EnvironmentVariables!
    variablesForServiceDeployment(
      projectId: String!
      environmentId: String!
      serviceId: String!
    ): EnvironmentVariables!
  }

  type Mutation {
    deploymentCancel(id: String!): Boolean!
    deploymentRedeploy(id: String!, usePreviousImageTag: Boolean): Deployment!
    deploymentRemove(id: String!): Boolean!
    deploymentRestart(id: String!): Boolean!
    deploymentRollback(id: String!): Boolean!
    deploymentStop(id: String!): Boolean!
    environmentTriggersDeploy(input: EnvironmentTriggersDeployInput!): Boolean!
    serviceInstanceDeployV2(serviceId: String!, environmentId: String!, commitSha: String): String!
    serviceInstanceRedeploy(serviceId: String!, environmentId: String!): Boolean!
    variableUpsert(input: VariableUpsertInput!): Boolean!
    variableCollectionUpsert(input: VariableCollectionUpsertInput!): Boolean!
    variableDelete(input: VariableDeleteInput!): Boolean!
  }
`;

export function buildRailwaySchema(): GraphQLSchema {
  return buildSchema(schemaText);
}
