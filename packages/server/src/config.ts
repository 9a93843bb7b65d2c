/** The only reader of the environment and of `allclear.yaml`. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import type { z } from "zod";
import { type ConfigFile, configSchema } from "./config/config-schema.ts";
import { type Environment, fillIn } from "./config/fill-in.ts";
import { findContradictions, findLongWaits } from "./config/find-contradictions.ts";
import { type Problem, readYaml, type YamlFile } from "./config/read-yaml.ts";
import { readShippedPlaybook } from "./config/shipped-playbook.ts";
import type { Actor } from "./domain/actor.ts";
import type { Role } from "./domain/authority.ts";
import type { Bot } from "./domain/bot.ts";
import type { Rules } from "./domain/rules.ts";
import { readPlaybook } from "./playbook/read-playbook.ts";

/** What the environment says, for every command. */
export interface Settings {
  /** PostgreSQL to use; an embedded one where it is left out. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string | undefined;
  readonly homeFolder: string;
  readonly xdgDataHome: string | undefined;
  /** What git needs of its surroundings; it gets no other variables. */
  readonly git: Readonly<Record<string, string>>;
  /** Where the command line and the MCP server find the server, and by which key. */
  readonly connection: { readonly url?: string; readonly key?: string };
  /** https://no-color.org: set and not empty, nothing is coloured. */
  readonly noColours: boolean;
}

export interface Config {
  readonly listen: ConfigFile["listen"];
  readonly slack: ConfigFile["slack"];
  readonly bots: readonly BotConfig[];
  readonly keys: readonly KeyConfig[];
  readonly rules: Rules;
  /** Every secret value of the file, for redaction. */
  readonly secrets: readonly string[];
}

export interface BotConfig {
  readonly bot: Bot;
  readonly repositoryUrl: string;
  readonly platform: ConfigFile["bots"][number]["platform"];
}

export interface KeyConfig {
  readonly actor: Actor;
  readonly role: Role;
  /** SHA-256 of the key in lower-case hex. */
  readonly digest: string;
}

/** The configuration cannot be used. One line for each problem: file, line, key, and what is allowed. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.problems = problems;
  }
}

const GIT_VARIABLES = [
  "PATH",
  "HOME",
  "SSH_AUTH_SOCK",
  "GIT_SSH_COMMAND",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
] as const;

export function readSettings(environment: Environment = process.env): Settings {
  return {
    databaseUrl: environment.ALLCLEAR_DATABASE_URL || undefined,
    dataFolder: environment.ALLCLEAR_DATA_FOLDER || undefined,
    homeFolder: homedir(),
    xdgDataHome: environment.XDG_DATA_HOME || undefined,
    git: pick(environment, GIT_VARIABLES),
    connection: {
      ...(environment.ALLCLEAR_URL ? { url: environment.ALLCLEAR_URL } : {}),
      ...(environment.ALLCLEAR_KEY ? { key: environment.ALLCLEAR_KEY } : {}),
    },
    noColours: Boolean(environment.NO_COLOR),
  };
}

function pick(environment: Environment, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Throws `ConfigError`. */
export function readConfig(file: string, environment: Environment = process.env): Config {
  const yaml = openYaml(file);
  const { value, problems } = fillIn(yaml.value, environment);
  if (problems.length > 0) throw new ConfigError(problems.map(yaml.locate));
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap(toProblems).map(yaml.locate));
  const contradictions = findContradictions(parsed.data);
  if (contradictions.length > 0) throw new ConfigError(contradictions.map(yaml.locate));
  const own = parsed.data.playbook === undefined ? undefined : resolve(dirname(file), parsed.data.playbook);
  const rules = readRules(own);
  const tooLong = findLongWaits(parsed.data, rules);
  if (tooLong.length > 0) throw new ConfigError(tooLong.map(yaml.locate));
  return toConfig(parsed.data, rules);
}

/** Of a key that is unknown the path leads to the key itself, so that its line can be shown. */
function toProblems(issue: z.core.$ZodIssue): readonly Problem[] {
  const { message } = issue;
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  if (issue.code !== "unrecognized_keys") return [{ path, message }];
  return issue.keys.map((key) => ({ path: [...path, key], message }));
}

function openYaml(file: string): YamlFile {
  const reading = readYaml({ file, text: readText(file) });
  if (!reading.ok) throw new ConfigError(reading.problems);
  return reading.file;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError([`${file}: cannot be read (${error instanceof Error ? error.message : String(error)})`], {
      cause: error,
    });
  }
}

/** The shipped playbook, with the keys of a team's own file in place of its. Throws `ConfigError`. */
export function readRules(own?: string): Rules {
  const base = readShippedPlaybook();
  const ownFile = own === undefined ? undefined : openYaml(own);
  const version = createHash("sha256")
    .update(base.text)
    .update(own === undefined ? "" : readText(own))
    .digest("hex");
  const reading = readPlaybook({ base: base.value, own: ownFile?.value, version });
  if (!reading.ok) throw new ConfigError(reading.problems.map(ownFile?.locate ?? toText));
  return reading.rules;
}

function toText({ path, message }: Problem): string {
  return `${path.join(".")}: ${message}`;
}

function toConfig(file: ConfigFile, rules: Rules): Config {
  return {
    listen: file.listen,
    slack: file.slack,
    bots: file.bots.map((bot) => ({
      bot: toBot(bot, file.slack.incidentChannel, rules),
      repositoryUrl: bot.repository.url,
      platform: bot.platform,
    })),
    keys: file.keys.map(toKeyConfig),
    rules,
    secrets: [
      file.slack.token,
      file.slack.testerToken,
      ...file.bots.map((bot) => bot.platform.token),
      ...file.keys.map((key) => key.key),
    ],
  };
}

function toBot(file: ConfigFile["bots"][number], teamChannel: string, rules: Rules): Bot {
  return {
    id: file.id,
    userId: file.userId,
    channel: file.channel,
    incidentChannel: file.incidentChannel ?? teamChannel,
    branch: file.repository.branch,
    ...(file.healthUrl === undefined ? {} : { healthUrl: file.healthUrl }),
    scenarios: file.scenarios.map(({ id, feature, core, say, expect, within, every }) => ({
      id,
      feature: feature ?? id,
      core,
      say,
      expect,
      withinMs: within,
      everyMs: every ?? rules.detection.scenarioEveryMs,
    })),
  };
}

function toKeyConfig({ name, kind, owner, role, key }: ConfigFile["keys"][number]): KeyConfig {
  return {
    actor: { kind, name, principal: owner ?? name },
    role,
    digest: createHash("sha256").update(key).digest("hex"),
  };
}
