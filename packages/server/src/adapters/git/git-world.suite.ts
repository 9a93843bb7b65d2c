import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CommittedChange, RepositoryWorld } from "../../ports/repository.suite.ts";
import { createGitRepository, type GitRepositoryOptions } from "./adapter.ts";

export interface GitWorld extends RepositoryWorld {
  readonly folder: string;
  /** The bare repository that everybody pushes to. */
  readonly origin: string;
  /** Somebody else's clone. */
  readonly clone: string;
  git(...command: readonly string[]): string;
  open(options?: Partial<GitRepositoryOptions>): RepositoryWorld["repository"];
}

const person = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false"];

/** A real bare repository, and a clone in which somebody else works. */
export async function createGitWorld(): Promise<GitWorld> {
  const folder = mkdtempSync(join(tmpdir(), "allclear-git-"));
  const origin = join(folder, "origin.git");
  const clone = join(folder, "clone");
  mkdirSync(clone);
  const git = (...command: readonly string[]) =>
    execFileSync("git", [...person, ...command], { cwd: clone, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  git("init", "--quiet", "--bare", "--initial-branch=main", origin);
  git("init", "--quiet", "--initial-branch=main", ".");
  git("remote", "add", "origin", origin);
  const open = (options: Partial<GitRepositoryOptions> = {}) =>
    createGitRepository({
      url: origin,
      workFolder: join(folder, "work"),
      author: { name: "Allclear", email: "allclear@example.com" },
      ...options,
    });
  const commit = (change: CommittedChange) => {
    writeFiles(clone, change.files);
    git("add", "--all");
    git("commit", "--quiet", "--message", change.summary);
  };
  const push = () => {
    git("push", "--quiet", "origin", "main");
    return git("rev-parse", "HEAD").trim();
  };
  return {
    folder,
    origin,
    clone,
    git,
    open,
    repository: open(),
    commit: async (change) => {
      pull(git);
      commit(change);
      return push();
    },
    merge: async (change) => {
      pull(git);
      git("checkout", "--quiet", "-b", "side");
      commit(change);
      git("checkout", "--quiet", "main");
      git("merge", "--quiet", "--no-ff", "--message", `Merge ${change.summary}`, "side");
      git("branch", "--quiet", "-D", "side");
      return push();
    },
    files: async () => {
      const names = git("--git-dir", origin, "ls-tree", "-r", "-z", "--name-only", "main").split("\0").filter(Boolean);
      return Object.fromEntries(names.map((name) => [name, git("--git-dir", origin, "show", `main:${name}`)]));
    },
    messages: async () =>
      git("--git-dir", origin, "log", "--format=%B%x00", "main")
        .split("\0")
        .map((message) => message.trim())
        .filter(Boolean),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function pull(git: (...command: readonly string[]) => string): void {
  if (git("ls-remote", "--heads", "origin", "main") !== "") git("pull", "--quiet", "--ff-only", "origin", "main");
}

function writeFiles(folder: string, files: CommittedChange["files"]): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    if (content === undefined) rmSync(target);
    else writeFileSync(target, content);
  }
}
