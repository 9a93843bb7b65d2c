import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import type { ScenarioFile } from "./fault-schema.ts";
import type { BotService } from "./railway-project.ts";
import type { SlackWorkspace } from "./slack-workspace.ts";

export interface ServerConfig {
  readonly folder: string;
  readonly slack: SlackWorkspace;
  readonly service: BotService;
  readonly repository: string;
  readonly scenarios: readonly ScenarioFile[];
  readonly keys: Readonly<Record<"viewer" | "approver", string>>;
}

const playbook = fileURLToPath(new URL("./playbook.yaml", import.meta.url));

/** What the bot is asked unless a fault file asks something else. */
export const usualScenarios: readonly ScenarioFile[] = [
  { id: "help", say: "help", expect: "what I can do", within: "4 s" },
  { id: "search", say: "search Acme", expect: "Acme Robotics", within: "4 s" },
  { id: "notes", core: true, say: "notes Acme", expect: "security questionnaire", within: "4 s" },
];

/** Writes `allclear.yaml` as a team would; its secrets come from the environment. Answers with path and environment. */
export async function writeConfig(config: ServerConfig) {
  const { folder, slack, service, repository, scenarios } = config;
  const file = join(folder, "allclear.yaml");
  await copyFile(playbook, join(folder, "playbook.yaml"));
  const content = {
    listen: { host: "127.0.0.1", port: 0 },
    playbook: "playbook.yaml",
    slack: {
      apiUrl: slack.control.apiUrl,
      token: reference("ALLCLEAR_SLACK_TOKEN"),
      testerToken: reference("ALLCLEAR_TESTER_TOKEN"),
      incidentChannel: slack.names.channels.team,
    },
    bots: [
      {
        id: "crm-bot",
        userId: slack.bot.botUserId,
        channel: slack.names.channels.users,
        healthUrl: service.healthUrl,
        repository: { url: repository, branch: "main" },
        platform: {
          kind: "railway",
          apiUrl: service.control.graphqlUrl,
          token: reference("RAILWAY_TOKEN"),
          projectId: service.projectId,
          environmentId: service.environmentId,
          serviceId: service.serviceId,
        },
        scenarios: scenarios.map((scenario) => ({ ...scenario })),
      },
    ],
    keys: [
      { name: "vera", role: "viewer", key: reference("ALLCLEAR_VIEWER_KEY") },
      { name: "ana", role: "approver", key: reference("ALLCLEAR_APPROVER_KEY") },
    ],
  };
  await writeFile(file, stringify(content), { mode: 0o600 });
  const environment = {
    ALLCLEAR_SLACK_TOKEN: slack.allclear.botToken,
    ALLCLEAR_TESTER_TOKEN: slack.tester.token,
    RAILWAY_TOKEN: service.token,
    ALLCLEAR_VIEWER_KEY: config.keys.viewer,
    ALLCLEAR_APPROVER_KEY: config.keys.approver,
  };
  return { file, environment };
}

function reference(name: string): string {
  return `\${${name}}`;
}
