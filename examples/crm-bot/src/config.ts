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
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}
