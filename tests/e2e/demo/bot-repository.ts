import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CommitStep, FileEdit } from "./fault-schema.ts";
import { runGit } from "./run-git.ts";

/** The bot's bare repository, and a developer's clone of it. */
export interface BotRepository {
  /** Path of the bare repository, from which the platform deploys. */
  readonly origin: string;
  /** Commits, and pushes unless the step says not to. Answers with the commit's id. */
  commit(step: CommitStep, signal: AbortSignal): Promise<string>;
  /** What reverting the commit would change, as a unified diff. */
  showRevertOf(commit: string, signal: AbortSignal): Promise<string>;
}

const branch = "main";

/** How the bot came to be: who added what, days ago. What no row names comes with the last one. */
const history: readonly {
  readonly author: string;
  readonly message: string;
  readonly daysAgo: number;
  readonly paths: readonly string[];
}[] = [
  {
    author: "Ana",
    message: "Companies from a data file",
    daysAgo: 34,
    paths: ["package.json", "data", "src/companies.ts"],
  },
  {
    author: "Ben",
    message: "Search companies by name, industry and city",
    daysAgo: 29,
    paths: ["src/search.ts", "src/search.test.ts"],
  },
  {
    author: "Chloé",
    message: "Show the notes about a company",
    daysAgo: 21,
    paths: ["src/notes.ts", "src/notes.test.ts"],
  },
  {
    author: "Ana",
    message: "Read commands from mentions",
    daysAgo: 17,
    paths: ["src/commands.ts", "src/commands.test.ts"],
  },
  { author: "Ben", message: "Log every request with the time it took", daysAgo: 11, paths: ["src/request-log.ts"] },
  {
    author: "Chloé",
    message: "Settings and feature flags from the environment",
    daysAgo: 8,
    paths: ["src/config.ts", "src/config.test.ts"],
  },
  { author: "Ana", message: "Answer over Socket Mode, with a health page", daysAgo: 3, paths: ["src"] },
  { author: "Ben", message: "Write down how to run the bot", daysAgo: 2, paths: ["."] },
];

export interface RepositoryPlace {
  /** An empty folder of the demo's own. */
  readonly folder: string;
  /** The bot's source. */
  readonly source: string;
  readonly signal: AbortSignal;
}

/** Makes the repository with its history. */
export async function createBotRepository({ folder, source, signal }: RepositoryPlace): Promise<BotRepository> {
  const origin = join(folder, "crm-bot.git");
  const clone = join(folder, "clone");
  await runGit({
    folder,
    programArguments: ["init", "--quiet", "--bare", `--initial-branch=${branch}`, origin],
    signal,
  });
  await runGit({ folder, programArguments: ["clone", "--quiet", origin, clone], signal });
  await runGit({ folder: clone, programArguments: ["switch", "--quiet", "--orphan", branch], signal });
  await cp(source, clone, { recursive: true, filter: (path) => !path.slice(source.length).includes("node_modules") });
  for (const { author, message, daysAgo, paths: named } of history) {
    const paths = named.filter((path) => existsSync(join(clone, path)));
    await runGit({ folder: clone, programArguments: ["add", "--", ...paths], signal });
    const at = new Date(Date.now() - daysAgo * 86_400_000);
    await runGit({
      folder: clone,
      programArguments: ["commit", "--quiet", "-m", message],
      author: { name: author, at },
      signal,
    });
  }
  await runGit({ folder: clone, programArguments: ["push", "--quiet", "--set-upstream", "origin", branch], signal });
  return {
    origin,
    commit: (step, stepSignal) => commit(clone, step, stepSignal),
    showRevertOf: (id, showSignal) => showRevertOf(clone, id, showSignal),
  };
}

/** As a developer does: fetch what others pushed, change the files, commit, push. */
async function commit(clone: string, step: CommitStep, signal: AbortSignal): Promise<string> {
  const author = { name: step.author };
  await runGit({ folder: clone, programArguments: ["pull", "--quiet", "--rebase"], author, signal });
  for (const change of step.changes) await edit(clone, change, signal);
  await runGit({ folder: clone, programArguments: ["add", "--all"], signal });
  await runGit({ folder: clone, programArguments: ["commit", "--quiet", "-m", step.message], author, signal });
  if (step.push) await runGit({ folder: clone, programArguments: ["push", "--quiet"], signal });
  return (await runGit({ folder: clone, programArguments: ["rev-parse", "HEAD"], signal })).trim();
}

async function showRevertOf(clone: string, id: string, signal: AbortSignal): Promise<string> {
  await runGit({ folder: clone, programArguments: ["fetch", "--quiet"], signal });
  return runGit({ folder: clone, programArguments: ["diff", `${id}`, `${id}^`], signal });
}

async function edit(clone: string, change: FileEdit, signal: AbortSignal): Promise<void> {
  if (change.patch !== undefined) {
    const file = join(dirname(clone), "change.patch");
    await writeFile(file, change.patch);
    await runGit({ folder: clone, programArguments: ["apply", "--whitespace=nowarn", file], signal });
    return rm(file);
  }
  const path = join(clone, change.path ?? "");
  if (change.remove === true) return rm(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, change.content ?? (await replaceOnce(path, change)));
}

async function replaceOnce(path: string, { path: name, find = "", replace = "" }: FileEdit): Promise<string> {
  const before = await readFile(path, "utf8");
  const parts = before.split(find);
  if (parts.length !== 2) {
    throw new Error(
      `${name} holds the text to find ${parts.length - 1} times, and it must hold it once: ${find.trim()}`,
    );
  }
  return parts.join(replace);
}
