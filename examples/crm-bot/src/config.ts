import type { AssistantConfig } from "./assistant.ts";
import type { AttioConfig } from "./attio.ts";

export interface Features {
  readonly newNotes: boolean;
  readonly improvedSearch: boolean;
}

export interface Config {
  readonly botToken: string;
  readonly appToken: string;
  readonly slackApiUrl: string | undefined;
  readonly port: number;
  readonly features: Features;
  /** Where companies come from; without it, from the data file. */
  readonly attio: AttioConfig | undefined;
  readonly assistant: AssistantConfig | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(environment: Environment): Config {
  return {
    botToken: required(environment, "SLACK_BOT_TOKEN"),
    appToken: required(environment, "SLACK_APP_TOKEN"),
    slackApiUrl: environment.SLACK_API_URL,
    port: Number(environment.PORT ?? 3000),
    features: {
      newNotes: environment.ENABLE_NEW_NOTES === "true",
      improvedSearch: environment.ENABLE_IMPROVED_SEARCH === "true",
    },
    attio: environment.COMPANY_SOURCE === "attio" ? readAttio(environment) : undefined,
    assistant: environment.ANTHROPIC_API_KEY === undefined ? undefined : readAssistant(environment),
  };
}

function readAttio(environment: Environment): AttioConfig {
  return {
    apiKey: required(environment, "ATTIO_API_KEY"),
    url: environment.ATTIO_API_URL ?? "https://api.attio.com",
  };
}

function readAssistant(environment: Environment): AssistantConfig {
  return {
    apiKey: required(environment, "ANTHROPIC_API_KEY"),
    model: environment.ANTHROPIC_MODEL ?? "claude-haiku-4-5",
    url: environment.ANTHROPIC_BASE_URL,
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}
