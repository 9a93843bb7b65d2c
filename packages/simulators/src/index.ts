export { connectRailwaySimulator } from "./railway/connect-railway-simulator.ts";
export { startRailwaySimulator } from "./railway/railway-simulator.ts";
export type {
  ApiFaultScope,
  Deployment,
  DeploymentMeta,
  DeploymentReason,
  DeploymentStatus,
  LogLine,
  ProjectHandle,
  ProjectInput,
  RailwayControl,
  RailwayFault,
  RailwayOptions,
  RailwaySimulator,
  ScriptedFault,
  ServiceInput,
  Severity,
} from "./railway/railway-types.ts";
export { connectSlackSimulator } from "./slack/connect-slack-simulator.ts";
export type { FaultAnswer, FaultMatch, SlackFault } from "./slack/faults.ts";
export type { CallRecord, DeliveryRecord } from "./slack/records.ts";
export type {
  AppCredentials,
  AppDelivery,
  ButtonClick,
  CallFilter,
  DeliveryFilter,
  DropHow,
  EphemeralMessage,
  InteractionOutcome,
  NewApp,
  SlackControl,
  SlashCommand,
  ViewSubmission,
} from "./slack/slack-control.ts";
export type { SlackSimulator, SlackSimulatorOptions } from "./slack/start-slack-simulator.ts";
export { startSlackSimulator } from "./slack/start-slack-simulator.ts";
export type { SlackMessage } from "./slack/workspace.ts";
