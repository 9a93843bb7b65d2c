import { access, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Redact } from "../../domain/redact.ts";
import { PortError } from "../../ports/port-error.ts";
import { withFolderLock } from "./folder-lock.ts";
import { toPortError } from "./mapper.ts";
import { type GitAnswer, type GitCommand, NETWORK_LIMIT_MS, type RunGit } from "./run-git.ts";

export interface MirrorOptions {
  readonly workFolder: string;
  readonly runGit: RunGit;
  readonly redact: Redact;
}

/** A freshly fetched copy of the repository, for as long as its user holds it. */
export interface FetchedCopy {
  /** A folder for temporary worktrees; emptied when a holder died. */
  readonly worktrees: string;
  /** Runs git in the copy; any exit code but those allowed throws. `doing` says what for, in words. */
  git(doing: string, command: CopyCommand): Promise<GitAnswer>;
  /** For an exit code that was allowed and still is a failure. */
  toFailure(answer: GitAnswer, doing: string): PortError;
}

export type CopyCommand = Omit<GitCommand, "folder" | "signal"> & {
  readonly folder?: string;
  /** 0 alone, unless given. */
  readonly allowedExitCodes?: readonly number[];
};

export interface Mirror {
  /** One user at a time, in this process and among processes that share the folder. */
  use<Value>(signal: AbortSignal, task: (copy: FetchedCopy) => Promise<Value>): Promise<Value>;
}

/** A bare copy of the repository that is kept in `workFolder` and fetched before each use. */
export function createMirror(options: MirrorOptions): Mirror {
  const folder = join(options.workFolder, "mirror.git");
  const worktrees = join(options.workFolder, "worktrees");
  let isFirst = true;
  let last: Promise<unknown> = Promise.resolve();

  const useLocked = async <Value>(signal: AbortSignal, task: (copy: FetchedCopy) => Promise<Value>) => {
    await mkdir(worktrees, { recursive: true });
    return withFolderLock(join(options.workFolder, "mirror.lock"), signal, async (abandoned) => {
      const copy = openCopy({ ...options, folder, worktrees, signal });
      if (isFirst || abandoned || !(await isThere(folder))) await repair(copy, folder);
      isFirst = false;
      await copy.git("Fetching the repository", {
        arguments: ["fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "origin"],
        limitMs: NETWORK_LIMIT_MS,
      });
      return task(copy);
    });
  };

  return {
    use: (signal, task) => {
      const before = last;
      const turn = waitForTurn(before, signal)
        .then(() => useLocked(signal, task))
        .catch((error: unknown) => Promise.reject(toFolderFailure(error)));
      last = Promise.allSettled([before, turn]);
      return turn;
    },
  };
}

async function isThere(folder: string): Promise<boolean> {
  return access(join(folder, "HEAD")).then(
    () => true,
    () => false,
  );
}

async function waitForTurn(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () =>
    reject(new PortError("repository", "timed-out", "The repository's copy was in use", { cause: signal.reason }));
  signal.addEventListener("abort", stop, { once: true });
  try {
    await Promise.race([before, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function openCopy(options: {
  readonly folder: string;
  readonly worktrees: string;
  readonly signal: AbortSignal;
  readonly runGit: RunGit;
  readonly redact: Redact;
}): FetchedCopy {
  const toFailure = (answer: GitAnswer, doing: string) => toPortError(answer, doing, options.redact);
  return {
    worktrees: options.worktrees,
    toFailure,
    git: async (doing, { allowedExitCodes = [0], ...command }) => {
      const answer = await options.runGit({ folder: options.folder, ...command, signal: options.signal });
      if (!allowedExitCodes.includes(answer.exitCode)) throw toFailure(answer, doing);
      return answer;
    },
  };
}

/** Makes the copy, or frees it of what a killed process left: worktrees and git's own lock files. */
async function repair(copy: FetchedCopy, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const left = await readdir(folder, { recursive: true });
  const locks = left.filter((path) => path.endsWith(".lock"));
  await Promise.all(locks.map((path) => rm(join(folder, path), { force: true })));
  await rm(copy.worktrees, { recursive: true, force: true });
  await mkdir(copy.worktrees, { recursive: true });
  await copy.git("Making a copy of the repository", {
    arguments: ["init", "--quiet", "--bare", "--template=", "--initial-branch=unused", "."],
  });
}

function toFolderFailure(error: unknown): unknown {
  if (!(error instanceof Error && "code" in error && "syscall" in error)) return error;
  return new PortError(
    "repository",
    "refused",
    "The folder for the repository's copy cannot be used: check its rights",
    {
      cause: error,
    },
  );
}
