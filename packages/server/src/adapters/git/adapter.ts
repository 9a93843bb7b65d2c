import { createRedact, type Redact } from "../../domain/redact.ts";
import { PortError } from "../../ports/port-error.ts";
import type { ListedCommit, Repository } from "../../ports/repository.ts";
import { checkBranch, checkKey } from "./check-names.ts";
import { type Author, secretsOf, toGitEnvironment } from "./git-environment.ts";
import { createGitLogReader, GitFormatError, LOG_OPTIONS } from "./log-reader.ts";
import { toListedCommit } from "./mapper.ts";
import { createMirror, type FetchedCopy } from "./mirror.ts";
import { previewRevert, readHead, revertCommit } from "./revert-commit.ts";
import { createRunGit } from "./run-git.ts";

export interface GitRepositoryOptions {
  /** Any address that git takes; its credentials are in no argument, file, message or cause. */
  readonly url: string;
  /** Ours alone: a copy of the repository is kept in it. Several processes may share it. */
  readonly workFolder: string;
  /** Who the reverts are by. */
  readonly author: Author;
  /** What git needs of its surroundings (`PATH`, `HOME`, `SSH_AUTH_SOCK`, proxies); it gets no other variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Masks secrets in summaries and authors; the known shapes unless given. */
  readonly redact?: Redact;
}

/** The bot's repository by the `git` program (2.31 or newer). */
export function createGitRepository(options: GitRepositoryOptions): Repository {
  const redact = toRedact(options);
  const runGit = createRunGit(toGitEnvironment({ environment: {}, ...options }));
  const mirror = createMirror({ workFolder: options.workFolder, runGit, redact });
  return {
    listCommits: async (query) => {
      checkBranch(query.branch);
      return mirror.use(query.signal, (copy) => listCommits(copy, { ...query, redact }));
    },
    head: async (branch, signal) => {
      checkBranch(branch);
      return mirror.use(signal, (copy) => readHead(copy, branch));
    },
    previewRevert: async (request) => {
      checkBranch(request.branch);
      return mirror.use(request.signal, (copy) => previewRevert(copy, request));
    },
    revert: async (request) => {
      checkBranch(request.branch);
      return mirror.use(request.signal, (copy) => revertCommit(copy, request, redact));
    },
    findRevert: async (query) => {
      checkBranch(query.branch);
      checkKey(query.key);
      return mirror.use(query.signal, (copy) => findRevert(copy, query));
    },
  };
}

function toRedact({ url, redact = createRedact([]) }: GitRepositoryOptions): Redact {
  const hideCredentials = createRedact(secretsOf(url));
  return (text) => redact(hideCredentials(text));
}

async function listCommits(
  copy: FetchedCopy,
  query: { readonly branch: string; readonly limit: number; readonly redact: Redact },
): Promise<readonly ListedCommit[]> {
  const head = await readHead(copy, query.branch);
  const reader = createGitLogReader();
  try {
    await copy.git("Listing the commits", {
      arguments: ["log", "--date-order", `--max-count=${query.limit}`, ...LOG_OPTIONS, head, "--"],
      onLine: reader.read,
    });
    return reader.finish().map((commit) => toListedCommit(commit, query.redact));
  } catch (error) {
    throw error instanceof GitFormatError ? toUnreadable(error) : error;
  }
}

function toUnreadable(error: GitFormatError): PortError {
  return new PortError("repository", "bad-reply", `The commits cannot be read: ${error.message}`, { cause: error });
}

async function findRevert(
  copy: FetchedCopy,
  query: { readonly branch: string; readonly key: string },
): Promise<string | undefined> {
  const head = await readHead(copy, query.branch);
  const trailer = "%(trailers:key=Allclear-Remedy,valueonly,separator=%x00)";
  const answer = await copy.git("Looking for the revert", {
    arguments: [
      "log",
      "--fixed-strings",
      `--grep=Allclear-Remedy: ${query.key}`,
      `--format=%H%x00${trailer}`,
      head,
      "--",
    ],
  });
  const found = answer.output.split("\n").map((line) => line.split("\0"));
  return found.find(([, ...keys]) => keys.includes(query.key))?.[0];
}
