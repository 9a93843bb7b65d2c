import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Redact } from "../../domain/redact.ts";
import { PortError } from "../../ports/port-error.ts";
import type { RevertPreview, RevertRequest } from "../../ports/repository.ts";
import { checkCommitId, checkKey } from "./check-names.ts";
import { toPushRefusal } from "./mapper.ts";
import type { FetchedCopy } from "./mirror.ts";
import { NETWORK_LIMIT_MS } from "./run-git.ts";

type Target = Omit<RevertRequest, "key" | "signal">;

/** Tries the revert in a temporary worktree, and leaves nothing of it. */
export async function previewRevert(copy: FetchedCopy, target: Target): Promise<RevertPreview> {
  const parents = await checkTarget(copy, target);
  return withRevert(copy, { target, parents }, async ({ preview }) => preview);
}

/** Commits the revert on top of the expected head and pushes it; never by force. */
export async function revertCommit(copy: FetchedCopy, request: RevertRequest, redact: Redact): Promise<string> {
  checkKey(request.key);
  const parents = await checkTarget(copy, request);
  return withRevert(copy, { target: request, parents }, async ({ preview, folder }) => {
    if (preview.conflicts.length > 0)
      throw refused(`The revert does not apply, because later commits changed too: ${preview.conflicts.join(", ")}`);
    if (preview.files.length === 0) throw refused("The revert changes nothing: the commit is undone already");
    const message = await toMessage(copy, request, redact);
    await copy.git("Committing the revert", {
      arguments: ["commit", "--quiet", "--no-verify", "--no-gpg-sign", "--cleanup=whitespace", "--file=-"],
      folder,
      input: message,
    });
    const id = await readLine(copy, ["rev-parse", "--verify", "HEAD"], folder);
    await push(copy, id, request.branch);
    return id;
  });
}

/** The branch stands where it was seen and holds the commit; answers with the commit's parents. */
async function checkTarget(copy: FetchedCopy, target: Target): Promise<readonly string[]> {
  checkCommitId(target.commit);
  const head = await readHead(copy, target.branch);
  if (head !== target.expectedHead)
    throw refused(`${target.branch} has moved since it was looked at; look again before you revert`);
  const known = await copy.git("Looking for the commit", {
    arguments: ["merge-base", "--is-ancestor", target.commit, head],
    allowedExitCodes: [0, 1, 128],
  });
  if (known.exitCode !== 0)
    throw new PortError("repository", "not-found", `${target.branch} holds no commit ${target.commit.slice(0, 12)}`);
  const line = await readLine(copy, ["rev-list", "--parents", "--max-count=1", target.commit, "--"]);
  return line.split(" ").slice(1);
}

export async function readHead(copy: FetchedCopy, branch: string): Promise<string> {
  const answer = await copy.git("Reading the branch", {
    arguments: ["rev-parse", "--verify", "--quiet", `refs/remotes/origin/${branch}^{commit}`],
    allowedExitCodes: [0, 1],
  });
  if (answer.exitCode !== 0)
    throw new PortError(
      "repository",
      "not-found",
      `The repository has no branch ${branch}: check the bot's configuration`,
    );
  return answer.output.trim();
}

interface TriedRevert {
  readonly preview: RevertPreview;
  readonly folder: string;
}

async function withRevert<Value>(
  copy: FetchedCopy,
  { target, parents }: { readonly target: Target; readonly parents: readonly string[] },
  use: (tried: TriedRevert) => Promise<Value>,
): Promise<Value> {
  const folder = join(copy.worktrees, randomUUID());
  await copy.git("Clearing old worktrees", { arguments: ["worktree", "prune"] });
  await copy.git("Preparing the revert", {
    arguments: ["worktree", "add", "--quiet", "--detach", "--force", folder, target.expectedHead],
  });
  try {
    const mainline = parents.length > 1 ? ["--mainline=1"] : [];
    const answer = await copy.git("Reverting the commit", {
      arguments: ["revert", "--no-commit", ...mainline, target.commit],
      folder,
      allowedExitCodes: [0, 1],
    });
    const conflicts = await readPaths(copy, ["diff", "--name-only", "--diff-filter=U", "-z", "--"], folder);
    if (answer.exitCode !== 0 && conflicts.length === 0) throw copy.toFailure(answer, "Reverting the commit");
    const changed = await readPaths(
      copy,
      ["diff", "--cached", "--name-only", "--no-renames", "-z", "HEAD", "--"],
      folder,
    );
    return await use({ preview: { files: distinct([...changed, ...conflicts]), conflicts }, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function toMessage(copy: FetchedCopy, request: RevertRequest, redact: Redact): Promise<string> {
  const line = await readLine(copy, ["log", "--max-count=1", "--format=%H%x00%s", request.commit, "--"]);
  const [id = request.commit, ...summary] = line.split("\0");
  const title = `Revert "${redact(summary.join("\0"))}"`;
  return `${title}\n\nThis reverts commit ${id}.\n\nAllclear-Remedy: ${request.key}\n`;
}

async function push(copy: FetchedCopy, id: string, branch: string): Promise<void> {
  const answer = await copy.git(`Pushing to ${branch}`, {
    arguments: ["push", "--porcelain", "--no-verify", "origin", `${id}:refs/heads/${branch}`],
    limitMs: NETWORK_LIMIT_MS,
    allowedExitCodes: [0, 1, 128],
  });
  if (answer.exitCode === 0) return;
  throw toPushRefusal(answer, branch) ?? copy.toFailure(answer, `Pushing to ${branch}`);
}

async function readLine(copy: FetchedCopy, command: readonly string[], folder?: string): Promise<string> {
  const place = folder === undefined ? {} : { folder };
  const answer = await copy.git("Reading a commit", { arguments: command, ...place });
  return answer.output.trimEnd();
}

async function readPaths(copy: FetchedCopy, command: readonly string[], folder: string): Promise<readonly string[]> {
  const answer = await copy.git("Reading what the revert changes", { arguments: command, folder });
  return distinct(answer.output.split("\0").filter((path) => path !== ""));
}

function distinct(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort();
}

function refused(message: string): PortError {
  return new PortError("repository", "refused", message);
}
