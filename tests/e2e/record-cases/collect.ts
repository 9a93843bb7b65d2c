import { runGit } from "../demo/run-git.ts";
import type { Exchange } from "./drive-traffic.ts";
import type { VariableChange } from "./hands.ts";
import { type Neutral, shiftStamp } from "./neutralise.ts";
import type { Scene } from "./start-scene.ts";

export interface ChangeRow {
  readonly kind: "commit" | "deploy" | "variable";
  readonly id: string;
  readonly at: string;
  readonly service: string;
  readonly [key: string]: unknown;
}

export interface Window {
  readonly neutral: Neutral;
  /** When the recording began. What was before has set the scene, and is no part of the case. */
  readonly from: number;
  readonly shiftMs: number;
}

const service = "crm-bot";

/** What each process of the bot has written since then, with the platform's stamps, oldest first. */
export async function collectLog({ service: { control, serviceId } }: Scene, { neutral, from, shiftMs }: Window) {
  const deployments = await control.deployments(serviceId);
  const lines = await Promise.all(
    deployments.map(async ({ id }) =>
      (await control.logs(id))
        .filter(({ timestamp }) => Date.parse(timestamp) >= from)
        .map(({ timestamp, severity, message }) => ({
          timestamp: shiftStamp(timestamp, shiftMs),
          severity,
          message: neutral.text(message),
          deployment: id.slice(0, 8),
        })),
    ),
  );
  return lines.flat().sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
}

/** From git and from the platform, since the recording began, oldest first. */
export async function collectChanges(
  scene: Scene,
  window: Window,
  variableChanges: readonly VariableChange[],
): Promise<readonly ChangeRow[]> {
  const { neutral } = window;
  const [commits, deploys] = [await readCommits(scene, window), await readDeploys(scene, window)];
  const variables = variableChanges.map((change) => toVariableRow(change, neutral));
  return [...commits, ...deploys, ...variables].sort((one, other) => (one.at < other.at ? -1 : 1));
}

async function readCommits({ repository }: Scene, { neutral, from }: Window): Promise<readonly ChangeRow[]> {
  const git = (...programArguments: string[]) => runGit({ folder: repository.origin, programArguments });
  const format = "--format=%H%x1f%aI%x1f%an%x1f%B%x1e";
  const log = await git("log", `--since=${new Date(from).toISOString()}`, format, "main");
  const rows = log.split("\x1e").filter((text) => text.trim() !== "");
  return await Promise.all(
    rows.map(async (row) => {
      const [id = "", date = "", author = "", message = ""] = row.trim().split("\x1f");
      const files = (await git("show", "--format=", "--name-only", id)).trim().split("\n");
      const diff = await git("show", "--format=", id);
      const at = neutral.time(Date.parse(date));
      return {
        kind: "commit" as const,
        id,
        at,
        service,
        author,
        summary: message.trim(),
        files,
        diff: neutral.text(diff),
      };
    }),
  );
}

async function readDeploys({ service: platform }: Scene, { neutral, from }: Window): Promise<readonly ChangeRow[]> {
  const deployments = await platform.control.deployments(platform.serviceId);
  const since = deployments.filter(({ createdAt }) => Date.parse(createdAt) >= from);
  return since.map(({ id, createdAt, status, meta }) => ({
    kind: "deploy",
    id,
    at: neutral.time(Date.parse(createdAt)),
    service,
    author: meta.commitAuthor,
    summary: `${meta.reason} of ${meta.commitHash.slice(0, 7)}: ${meta.commitMessage.split("\n")[0]}`,
    commit: meta.commitHash,
    status,
  }));
}

/** Nobody is shown the value of a credential. */
function toVariableRow({ name, at, author, before, after }: VariableChange, neutral: Neutral): ChangeRow {
  const isSecret = /TOKEN|KEY|SECRET/.test(name);
  const wasThere = before !== undefined || isSecret;
  const changed = wasThere ? "changed" : "added";
  return {
    kind: "variable",
    id: name,
    at: neutral.time(at),
    service,
    author,
    summary: `${name} ${after === null ? "removed" : changed}`,
    ...(isSecret || before === undefined ? {} : { from: before }),
    ...(isSecret || after === null ? {} : { to: after }),
  };
}

/** How it looks at the end: the health page, the platform, and what people saw lately. */
export async function collectChecks(scene: Scene, exchanges: readonly Exchange[], neutral: Neutral) {
  const { healthUrl, control, serviceId } = scene.service;
  const health = await fetch(healthUrl, { signal: AbortSignal.timeout(10_000) }).then(
    async (answer) => ({ status: answer.status, body: await answer.text() }),
    () => ({ status: 0, body: "no answer" }),
  );
  const [newest] = await control.deployments(serviceId);
  const at = neutral.time(Date.now());
  return [
    {
      name: "health page",
      at,
      status: health.status === 200 ? "pass" : "fail",
      httpStatus: health.status,
      dependencies: readDependencies(health.body),
    },
    {
      name: "newest deployment",
      at,
      status: newest?.status === "SUCCESS" ? "pass" : "fail",
      deployment: newest?.id,
      state: newest?.status,
    },
    ...questionChecks(exchanges, at),
  ];
}

function readDependencies(body: string): unknown {
  try {
    return (JSON.parse(body) as { readonly dependencies?: unknown }).dependencies ?? null;
  } catch {
    return null;
  }
}

/** The last ones of each question. */
const looked = 5;

function questionChecks(exchanges: readonly Exchange[], at: string) {
  const byQuestion = Map.groupBy(exchanges, ({ question }) => question);
  return [...byQuestion].map(([question, all]) => {
    const last = all.toSorted((one, other) => one.at - other.at).slice(-looked);
    const failed = last.filter(({ outcome }) => outcome !== "answered");
    return {
      name: `question ${question}`,
      at,
      status: failed.length * 2 > last.length ? "fail" : "pass",
      answered: last.length - failed.length,
      asked: last.length,
      ...(failed.length === 0 ? {} : { seen: [...new Set(failed.map(({ outcome }) => outcomeWords[outcome]))] }),
    };
  });
}

const outcomeWords = {
  answered: "answered",
  wrong: "an answer that is not what was asked for",
  nothing: "no answer within 8 s",
  refused: "Slack showed operation_timeout",
} as const;
