import { createHash } from "node:crypto";
import type { FileChange } from "../../domain/evidence.ts";
import { createRedact } from "../../domain/redact.ts";
import { writeDiff } from "../../domain/write-diff.ts";
import { PortError } from "../../ports/port-error.ts";
import type { ListedCommit, Repository, RevertPreview, RevertRequest } from "../../ports/repository.ts";
import { compareTrees, diffTrees, type Tree } from "./compare-trees.ts";
import type { ManualClock } from "./manual-clock.ts";
import { createFailures, type ScriptedFailures } from "./scripted-failures.ts";

export interface MemoryRepository extends Repository, ScriptedFailures {
  /** Somebody else commits; undefined deletes the file. Answers with the id. */
  commit(change: MemoryChange): string;
  /** Somebody else merges a branch with this one commit; answers with the merge's id. */
  merge(change: MemoryChange): string;
  files(): Tree;
  /** Newest first. */
  messages(): readonly string[];
}

export interface MemoryChange {
  readonly summary: string;
  readonly author?: string;
  readonly files: Readonly<Record<string, string | undefined>>;
}

interface MemoryCommit {
  readonly id: string;
  readonly at: number;
  readonly author: string;
  readonly message: string;
  readonly parents: readonly string[];
  readonly tree: Tree;
}

type Target = Omit<RevertRequest, "key" | "signal">;

const redact = createRedact([]);

/**
 * A repository in memory with one branch. A file that was changed again after the commit does not revert, while git
 * would still merge changes of different lines. `onPush` is told of each revert that is pushed, as a platform would be.
 */
export function createMemoryRepository(options: {
  readonly clock: ManualClock;
  readonly branch?: string;
  readonly onPush?: (commit: string) => void;
}): MemoryRepository {
  const { clock, branch = "main", onPush } = options;
  const failures = createFailures("repository");
  /** Newest first. */
  const commits: MemoryCommit[] = [];
  const add = (input: Omit<MemoryCommit, "id" | "at">) => {
    const id = createHash("sha256").update(`${commits.length} ${input.message}`).digest("hex").slice(0, 40);
    commits.unshift({ ...input, id, at: clock.now() });
    return id;
  };
  const enter = (asked: string, signal: AbortSignal) => {
    failures.check(signal);
    if (!/^[A-Za-z0-9][\w./-]*$/.test(asked) || asked.includes("..")) throw refused("That is not the name of a branch");
    if (asked !== branch) throw notFound(`no branch ${asked}`);
  };
  const commit = ({ summary, author = "ana", files }: MemoryChange) => {
    const [head] = commits;
    return add({
      message: summary,
      author,
      parents: head === undefined ? [] : [head.id],
      tree: change(head?.tree, files),
    });
  };
  return {
    ...failures,
    commit,
    merge: (input) => {
      const [head] = commits;
      const side = commit(input);
      const tree = commits[0]?.tree ?? {};
      const message = `Merge ${input.summary}`;
      return add({ message, author: "ana", parents: [...(head === undefined ? [] : [head.id]), side], tree });
    },
    files: () => commits[0]?.tree ?? {},
    messages: () => commits.map(({ message }) => message),
    listCommits: async (query) => {
      enter(query.branch, query.signal);
      return commits.slice(0, query.limit).map((one) => toListed(one, treeOf(commits, one.parents[0])));
    },
    head: async (asked, signal) => {
      enter(asked, signal);
      return headOf(commits);
    },
    previewRevert: async (request) => {
      enter(request.branch, request.signal);
      return toPreview(planRevert(commits, request));
    },
    revert: async (request) => {
      enter(request.branch, request.signal);
      if (!/^[\x21-\x7e]{1,200}$/.test(request.key)) throw refused("A remedy's key is one plain word");
      const id = add(toRevert(commits, request));
      onPush?.(id);
      return id;
    },
    findRevert: async (query) => {
      enter(query.branch, query.signal);
      return commits.find(({ message }) => message.split("\n").at(-1) === `Allclear-Remedy: ${query.key}`)?.id;
    },
  };
}

function headOf(commits: readonly MemoryCommit[]): string {
  const [head] = commits;
  if (head === undefined) throw notFound("no commit");
  return head.id;
}

function change(tree: Tree | undefined, files: MemoryChange["files"]): Tree {
  const entries = Object.entries({ ...tree, ...files });
  return Object.fromEntries(entries.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}

function treeOf(commits: readonly MemoryCommit[], id: string | undefined): Tree {
  return commits.find((one) => one.id === id)?.tree ?? {};
}

function changesOf(commits: readonly MemoryCommit[], { parents, tree }: MemoryCommit): readonly FileChange[] {
  return compareTrees(treeOf(commits, parents[0]), tree);
}

function toListed({ id, at, author, message, parents, tree }: MemoryCommit, before: Tree): ListedCommit {
  const summary = redact(message.split("\n")[0] ?? "");
  const diff = writeDiff(diffTrees(before, tree), redact);
  return { id, at, author, summary, parents, files: compareTrees(before, tree), diff };
}

interface RevertPlan {
  readonly commit: MemoryCommit;
  readonly undo: Readonly<Record<string, string | undefined>>;
  readonly conflicts: readonly string[];
}

function planRevert(commits: readonly MemoryCommit[], target: Target): RevertPlan {
  if (!/^[0-9a-f]{7,64}$/.test(target.commit)) throw refused("That is not the id of a commit");
  if (headOf(commits) !== target.expectedHead) throw refused(`${target.branch} has moved since it was looked at`);
  const commit = commits.find(({ id }) => id === target.commit);
  if (commit === undefined) throw notFound("no such commit");
  const now = treeOf(commits, target.expectedHead);
  const before = treeOf(commits, commit.parents[0]);
  const open = changesOf(commits, commit).filter(({ path }) => now[path] !== before[path]);
  const conflicts = open.filter(({ path }) => now[path] !== commit.tree[path]).map(({ path }) => path);
  return { commit, undo: Object.fromEntries(open.map(({ path }) => [path, before[path]])), conflicts };
}

function toPreview({ undo, conflicts }: RevertPlan): RevertPreview {
  return { files: Object.keys(undo).sort(), conflicts };
}

function toRevert(commits: readonly MemoryCommit[], request: RevertRequest): Omit<MemoryCommit, "id" | "at"> {
  const { commit, undo, conflicts } = planRevert(commits, request);
  if (conflicts.length > 0) throw refused(`The revert does not apply, because of: ${conflicts.join(", ")}`);
  if (Object.keys(undo).length === 0) throw refused("The revert changes nothing: the commit is undone already");
  const title = `Revert "${redact(commit.message.split("\n")[0] ?? "")}"`;
  return {
    message: `${title}\n\nThis reverts commit ${commit.id}.\n\nAllclear-Remedy: ${request.key}`,
    author: "allclear",
    parents: [request.expectedHead],
    tree: change(treeOf(commits, request.expectedHead), undo),
  };
}

function refused(message: string): PortError {
  return new PortError("repository", "refused", message);
}

function notFound(what: string): PortError {
  return new PortError("repository", "not-found", `The repository in memory has ${what}`);
}
