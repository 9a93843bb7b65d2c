import { execFile } from "node:child_process";
import { access, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Commit {
  readonly hash: string;
  readonly author: string;
  readonly message: string;
}

export async function isRepository(path: string): Promise<boolean> {
  return (await readIfPresent(join(await findGitFolder(path), "HEAD"))) !== undefined;
}

/** The branch's commit, or undefined while the branch does not exist. Two small file reads, so it can be asked often. */
export async function readBranchHead(repository: string, branch: string): Promise<string | undefined> {
  const gitFolder = await findGitFolder(repository);
  const loose = await readIfPresent(join(gitFolder, "refs", "heads", branch));
  if (loose !== undefined && loose.trim() !== "") return loose.trim();
  const packed = await readIfPresent(join(gitFolder, "packed-refs"));
  const line = packed?.split("\n").find((each) => each.endsWith(` refs/heads/${branch}`));
  return line?.split(" ", 1)[0];
}

export async function readCommit(repository: string, revision: string): Promise<Commit> {
  const gitFolder = await findGitFolder(repository);
  const { stdout } = await run("git", ["--git-dir", gitFolder, "log", "-1", "--format=%H%n%an%n%B", revision, "--"]);
  const [hash = "", author = "", ...message] = stdout.split("\n");
  return { hash, author, message: message.join("\n").trim() };
}

/** Writes the commit's files into `folder` by an index of its own, so the repository itself is left as it is. */
export async function checkOutCommit(repository: string, hash: string, folder: string): Promise<void> {
  const gitFolder = await findGitFolder(repository);
  const indexFile = `${folder}.index`;
  const env = { ...process.env, GIT_INDEX_FILE: indexFile };
  await mkdir(folder, { recursive: true });
  await run("git", ["--git-dir", gitFolder, "read-tree", hash], { env });
  await run("git", ["--git-dir", gitFolder, "--work-tree", folder, "checkout-index", "--all", "--force"], {
    env,
    cwd: folder,
  });
  await rm(indexFile, { force: true });
}

async function findGitFolder(repository: string): Promise<string> {
  const nested = join(repository, ".git");
  return access(nested).then(
    () => nested,
    () => repository,
  );
}

async function readIfPresent(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return undefined;
    throw error;
  });
}
