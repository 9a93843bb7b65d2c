import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectRailwaySimulator, type RailwayControl } from "@allclear/simulators";
import type { SlackWorkspace } from "./slack-workspace.ts";
import { waitFor } from "./wait-for.ts";

/** The bot's service on the simulated platform. */
export interface BotService {
  readonly control: RailwayControl;
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId: string;
  /** A project token, with which Allclear looks and acts. */
  readonly token: string;
  readonly healthUrl: string;
}

export interface BotDeployment {
  readonly url: string;
  readonly repository: string;
  readonly slack: SlackWorkspace;
  /** Of the bot, besides its tokens. */
  readonly variables: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
/** A build is a checkout and a link; the rest is for a busy machine. */
const deployWithinMs = 60_000;

/** Makes project and service, and waits until the first deployment is live. */
export async function deployBot({ url, repository, slack, variables, signal }: BotDeployment): Promise<BotService> {
  const control = connectRailwaySimulator(url);
  const { projectId, environmentId, token } = await control.createProject({ name: "crm" });
  const { serviceId } = await control.createService({
    projectId,
    name: "crm-bot",
    repository,
    branch: "main",
    buildCommand: `ln -s ${quote(modules)} node_modules`,
    startCommand: `${quote(process.execPath)} ${join("src", "main.ts")}`,
    healthcheckPath: "/health",
    variables: {
      ...variables,
      SLACK_BOT_TOKEN: slack.bot.botToken,
      SLACK_APP_TOKEN: slack.bot.appToken,
      SLACK_API_URL: slack.control.apiUrl,
    },
  });
  await waitFor(() => isLive(control, serviceId), {
    what: "the bot's first deployment",
    withinMs: deployWithinMs,
    signal,
  });
  const healthUrl = `${await control.serviceUrl(serviceId)}/health`;
  return { control, projectId, environmentId, serviceId, token, healthUrl };
}

async function isLive(control: RailwayControl, serviceId: string): Promise<true | undefined> {
  const [newest] = await control.deployments(serviceId);
  if (newest?.status === "SUCCESS") return true;
  if (newest?.status !== "FAILED" && newest?.status !== "CRASHED") return undefined;
  const lines = [...(await control.buildLogs(newest.id)), ...(await control.logs(newest.id))];
  const last = lines.slice(-10).map(({ message }) => message);
  throw new Error(`The bot could not be deployed: ${newest.status}\n${last.join("\n")}`);
}

/** For a POSIX shell. */
function quote(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
