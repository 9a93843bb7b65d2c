import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startRailwaySimulator, startSlackSimulator } from "@allclear/simulators";
import type { Belongings } from "../demo/belongings.ts";
import { type BotRepository, createBotRepository } from "../demo/bot-repository.ts";
import { type BotService, deployBot } from "../demo/railway-project.ts";
import { createSlackWorkspace, type SlackWorkspace } from "../demo/slack-workspace.ts";
import { type Models, startAnthropic } from "./anthropic.ts";
import { type CrmCompany, startAttio } from "./attio.ts";
import { usualCompanies } from "./companies.ts";
import type { StandIn } from "./stand-in.ts";
import type { Story } from "./story.ts";

/** The real bot, deployed from its repository, between the services that it needs. */
export interface Scene {
  readonly slack: SlackWorkspace;
  readonly service: BotService;
  readonly repository: BotRepository;
  readonly anthropic: StandIn;
  readonly attio: StandIn;
  readonly models: Models;
  readonly companies: { current: readonly CrmCompany[] };
  /** Values that no file of a case may hold. */
  readonly secrets: readonly string[];
}

export interface ScenePlan {
  readonly story: Story;
  readonly belongings: Belongings;
  readonly signal: AbortSignal;
}

const botSource = fileURLToPath(new URL("../../../examples/crm-bot", import.meta.url));

/** What was started so far is among the belongings also when this rejects. */
export async function startScene({ story, belongings, signal }: ScenePlan): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), "allclear-case-"));
  belongings.add(`the folder ${folder}`, () =>
    rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  );
  await Promise.all(["git", "work"].map((name) => mkdir(join(folder, name))));
  const slackSimulator = await startSlackSimulator({ rateLimits: story.rateLimits ?? false });
  belongings.add("the simulated Slack", () => slackSimulator.stop());
  const railway = await startRailwaySimulator({ workFolder: join(folder, "work") });
  belongings.add("the simulated Railway", () => railway.stop());
  const keys = { anthropic: `sk-ant-${randomBytes(16).toString("hex")}`, attio: randomBytes(24).toString("hex") };
  const models: Models = new Map([
    ["claude-haiku-4-5", { thinksMs: story.thinksMs ?? 600, contextTokens: 200_000 }],
    ["claude-sonnet-4-6", { thinksMs: story.thinksMs ?? 900, contextTokens: 1_000_000 }],
  ]);
  const companies = { current: story.companies ?? usualCompanies };
  const anthropic = await startAnthropic(keys.anthropic, models);
  belongings.add("the stand-in for Anthropic", anthropic.stop);
  const attio = await startAttio(keys.attio, () => companies.current);
  belongings.add("the stand-in for Attio", attio.stop);
  const slack = await createSlackWorkspace(slackSimulator.url);
  const repository = await createBotRepository({ folder: join(folder, "git"), source: botSource, signal });
  const variables = {
    COMPANY_SOURCE: "attio",
    ATTIO_API_URL: attio.url,
    ATTIO_API_KEY: keys.attio,
    ANTHROPIC_BASE_URL: anthropic.url,
    ANTHROPIC_API_KEY: keys.anthropic,
    ...story.variables,
  };
  const service = await deployBot({ url: railway.url, repository: repository.origin, slack, variables, signal });
  const secrets = [...Object.values(keys), slack.bot.botToken, slack.bot.appToken, slack.tester.token, service.token];
  return { slack, service, repository, anthropic, attio, models, companies, secrets };
}
