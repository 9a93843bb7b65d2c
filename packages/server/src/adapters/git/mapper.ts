import { SECOND } from "../../domain/instant.ts";
import type { Redact } from "../../domain/redact.ts";
import { writeDiff } from "../../domain/write-diff.ts";
import { PortError, type PortErrorCode } from "../../ports/port-error.ts";
import type { ListedCommit } from "../../ports/repository.ts";
import type { LoggedCommit } from "./log-reader.ts";
import type { GitAnswer } from "./run-git.ts";

export function toListedCommit(commit: LoggedCommit, redact: Redact): ListedCommit {
  return {
    id: commit.id,
    at: commit.committedAt * SECOND,
    author: redact(commit.author),
    summary: redact(commit.summary),
    parents: commit.parents,
    files: commit.files,
    diff: writeDiff(commit.diffs, redact),
  };
}

/**
 * git ends with 128 whatever went wrong and says why only in words, which LC_ALL=C keeps in English.
 * The first that fits decides.
 */
const complaints: readonly (readonly [RegExp, PortErrorCode, string])[] = [
  [/returned error: 429/, "rate-limited", "the host of the repository asks for fewer requests"],
  [
    /Authentication failed|could not read (?:Username|Password)|Permission denied|returned error: 40[13]|Host key verification failed/i,
    "unauthorized",
    "the host of the repository refused us: check the credentials of the repository's address",
  ],
  [
    /repository .* not found|Repository not found|does not appear to be a git repository|returned error: 404|dubious ownership/i,
    "not-found",
    "there is no such repository, or we may not see it: check its address",
  ],
  [
    /Could not resolve host|Failed to connect|Connection (?:refused|reset|timed out|closed)|Network is unreachable|No route to host|returned error: 5\d\d|early EOF|hung up|unable to access|Could not read from remote/i,
    "unreachable",
    "the host of the repository cannot be reached",
  ],
];

/** git failed; `doing` says at what, and the cause holds git's own words with every secret masked. */
export function toPortError(answer: GitAnswer, doing: string, redact: Redact): PortError {
  const cause = new Error(redact(answer.errorOutput.trim()) || `git ended with ${answer.exitCode}`);
  const [, code, sentence] = complaints.find(([shape]) => shape.test(answer.errorOutput)) ?? [];
  return new PortError("repository", code ?? "bad-reply", `${doing}: ${sentence ?? "git failed"}`, { cause });
}

/** A refused push: the lines that `git push --porcelain` marks with `!`. Undefined when the push failed otherwise. */
export function toPushRefusal(answer: GitAnswer, branch: string): PortError | undefined {
  const [, verdict] = /^!\t[^\t]*\t(.*)$/m.exec(answer.output) ?? [];
  if (verdict === undefined) return undefined;
  const why = verdict.startsWith("[rejected]")
    ? "it has moved since it was looked at; look again before you try again"
    : "its host forbids the push: allow it for Allclear's account or revert by hand";
  return new PortError("repository", "refused", `The push to ${branch} was refused: ${why}`);
}
