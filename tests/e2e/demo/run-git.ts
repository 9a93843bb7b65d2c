import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

export interface GitAuthor {
  readonly name: string;
  /** When the commit is made; now unless given. */
  readonly at?: Date;
}

export interface GitCall {
  readonly folder: string;
  readonly programArguments: readonly string[];
  readonly author?: GitAuthor;
  readonly signal?: AbortSignal;
}

/** Git 2.31 is what the server needs of it. */
const oldest = [2, 31] as const;

/** Throws a sentence that says what to do when there is no git, or too old a one. */
export async function requireGit(): Promise<void> {
  const { stdout } = await execute("git", ["--version"]).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "there is none on the PATH" : error.message;
    throw new MissingToolError(
      `The demo needs git ${oldest.join(".")} or newer, and ${why}. Install git and try again.`,
    );
  });
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new MissingToolError(
    `The demo needs git ${oldest.join(".")} or newer, and this is ${stdout.trim()}. Update git.`,
  );
}

export class MissingToolError extends Error {
  override readonly name = "MissingToolError";
}

/** Git as on a fresh machine: nothing of the user's configuration, hooks or signing keys. */
export async function runGit({ folder, programArguments, author, signal }: GitCall): Promise<string> {
  const { stdout } = await execute("git", ["-C", folder, ...programArguments], {
    env: { ...passedOn(), ...plainSettings, ...(author === undefined ? {} : toIdentity(author)) },
    maxBuffer: 16_777_216,
    ...(signal === undefined ? {} : { signal }),
  });
  return stdout;
}

const plainSettings = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_PAGER: "cat",
  LC_ALL: "C",
};

function toIdentity({ name, at = new Date() }: GitAuthor): Record<string, string> {
  const email = `${name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]+/g, "")}@example.org`;
  const date = at.toISOString();
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}

/** What programs need of their surroundings; settings of Allclear in the user's shell are not among it. */
export function passedOn(): Record<string, string> {
  const names = ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "TZ"];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
