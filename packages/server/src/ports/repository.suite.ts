import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PortErrorCode } from "./port-error.ts";
import { PortError } from "./port-error.ts";
import type { Repository } from "./repository.ts";

/** A repository with an empty branch `main`, and what other people do to it. */
export interface RepositoryWorld {
  readonly repository: Repository;
  /** Somebody else commits onto `main` and pushes; undefined deletes the file. Answers with the id. */
  commit(change: CommittedChange): Promise<string>;
  /** Somebody else merges a branch with this one commit into `main`; answers with the merge's id. */
  merge(change: CommittedChange): Promise<string>;
  /** The files of `main` as anybody who fetches it now sees them. */
  files(): Promise<Readonly<Record<string, string>>>;
  /** The messages of `main`, newest first. */
  messages(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface CommittedChange {
  readonly summary: string;
  readonly files: Readonly<Record<string, string | undefined>>;
}

export interface RepositoryCandidate {
  readonly name: string;
  create(): Promise<RepositoryWorld>;
}

export function describeRepository({ name, create }: RepositoryCandidate): void {
  describe(`${name} keeps the contract of Repository`, () => {
    let world: RepositoryWorld;
    const { signal } = new AbortController();
    const list = (limit = 10) => world.repository.listCommits({ branch: "main", limit, signal });

    beforeEach(async () => {
      world = await create();
    });
    afterEach(() => world.close());

    test("commits are listed newest first, each with the lines it changed", async () => {
      const first = await world.commit({ summary: "feat: notes", files: { "src/notes.ts": "one\ntwo\nthree\n" } });
      const second = await world.commit({ summary: "fix: notes", files: { "src/notes.ts": "one\nzwei\nthree\n" } });

      const commits = await list();

      expect(commits.map(({ id, summary, parents }) => ({ id, summary, parents }))).toEqual([
        { id: second, summary: "fix: notes", parents: [first] },
        { id: first, summary: "feat: notes", parents: [] },
      ]);
      expect(commits.map(({ files }) => files)).toEqual([
        [{ path: "src/notes.ts", hunks: [{ oldStart: 2, oldLines: 1, newStart: 2, newLines: 1 }] }],
        [{ path: "src/notes.ts", hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 3 }] }],
      ]);
    });

    test("no more commits are listed than asked for", async () => {
      await world.commit({ summary: "one", files: { a: "1\n" } });
      await world.commit({ summary: "two", files: { a: "2\n" } });

      expect((await list(1)).map(({ summary }) => summary)).toEqual(["two"]);
    });

    test("a merge is listed with what it brought to the branch", async () => {
      const base = await world.commit({ summary: "base", files: { a: "1\n" } });
      const merge = await world.merge({ summary: "side", files: { b: "1\n2\n" } });

      const found = (await list()).find(({ id }) => id === merge);

      expect(found?.parents).toHaveLength(2);
      expect(found?.parents[0]).toBe(base);
      expect(found?.files).toEqual([{ path: "b", hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 2 }] }]);
    });

    test("a secret in a summary is masked", async () => {
      await world.commit({ summary: "use xoxb-1234567890-abcdef", files: { a: "1\n" } });

      expect((await list())[0]?.summary).toBe("use [redacted]");
    });

    test("the lines of code that a commit changed are listed as a unified diff, and those of documents are not", async () => {
      await world.commit({ summary: "one", files: { "src/a.ts": "const limit = 30;\nconst b = 2;\n" } });
      await world.commit({
        summary: "two",
        files: { "src/a.ts": "const limit = 3;\nconst b = 2;\n", "docs/limit.md": "It is 3 now.\n" },
      });

      const [newest] = await list();

      expect(newest?.diff.isCut).toBe(false);
      expect(newest?.diff.text.split("\n").filter((line) => !line.startsWith("@@"))).toEqual([
        "--- a/src/a.ts",
        "+++ b/src/a.ts",
        "-const limit = 30;",
        "+const limit = 3;",
      ]);
    });

    test("a secret in a line is masked, and files of secrets are not shown at all", async () => {
      await world.commit({
        summary: "one",
        files: { "src/a.ts": 'const token = "xoxb-1234567890-abcdef";\n', ".env": "PLAIN=hunter2\n" },
      });

      const [newest] = await list();

      expect(newest?.diff.text).toContain('+const token = "[redacted]');
      expect(newest?.diff.text).not.toContain("abcdef");
      expect(newest?.diff.text).not.toContain("hunter2");
      expect(newest?.diff.isCut).toBe(true);
    });

    test("a push by somebody else shows at once", async () => {
      const first = await world.commit({ summary: "one", files: { a: "1\n" } });
      expect(await world.repository.head("main", signal)).toBe(first);

      const second = await world.commit({ summary: "two", files: { a: "2\n" } });

      expect(await world.repository.head("main", signal)).toBe(second);
    });

    test("a revert undoes the commit, keeps what came after and names what it is for", async () => {
      await world.commit({ summary: "good", files: { a: "1\n", b: "1\n" } });
      const bad = await world.commit({ summary: "bad", files: { a: "broken\n" } });
      const innocent = await world.commit({ summary: "innocent", files: { b: "2\n" } });

      const id = await world.repository.revert({
        branch: "main",
        commit: bad,
        expectedHead: innocent,
        key: "rem_1",
        signal,
      });

      expect(await world.repository.head("main", signal)).toBe(id);
      expect(await world.files()).toEqual({ a: "1\n", b: "2\n" });
      expect((await world.messages())[0]).toBe(`Revert "bad"\n\nThis reverts commit ${bad}.\n\nAllclear-Remedy: rem_1`);
    });

    test("a merge is reverted as a whole", async () => {
      await world.commit({ summary: "base", files: { a: "1\n" } });
      const merge = await world.merge({ summary: "side", files: { b: "1\n" } });

      await world.repository.revert({ branch: "main", commit: merge, expectedHead: merge, key: "rem_1", signal });

      expect(await world.files()).toEqual({ a: "1\n" });
    });

    test("a revert that arrived is found by its key, and by no other", async () => {
      await world.commit({ summary: "good", files: { a: "1\n" } });
      const bad = await world.commit({ summary: "bad", files: { a: "2\n" } });
      const id = await world.repository.revert({
        branch: "main",
        commit: bad,
        expectedHead: bad,
        key: "rem_12",
        signal,
      });

      expect(await world.repository.findRevert({ branch: "main", key: "rem_12", signal })).toBe(id);
      expect(await world.repository.findRevert({ branch: "main", key: "rem_1", signal })).toBeUndefined();
    });

    test("a revert is refused, and nothing pushed, when the branch has moved", async () => {
      const first = await world.commit({ summary: "one", files: { a: "1\n" } });
      const second = await world.commit({ summary: "two", files: { b: "1\n" } });

      const revert = world.repository.revert({
        branch: "main",
        commit: first,
        expectedHead: first,
        key: "rem_1",
        signal,
      });

      await expectCode(revert, "refused");
      expect(await world.repository.head("main", signal)).toBe(second);
    });

    test("a revert that does not apply is refused and says which files stand in its way", async () => {
      await world.commit({ summary: "good", files: { "src/a.ts": "1\n", b: "1\n" } });
      const bad = await world.commit({ summary: "bad", files: { "src/a.ts": "2\n", b: "2\n" } });
      const later = await world.commit({ summary: "later", files: { "src/a.ts": "3\n" } });
      const target = { branch: "main", commit: bad, expectedHead: later, signal };

      const preview = await world.repository.previewRevert(target);
      const error = await expectCode(world.repository.revert({ ...target, key: "rem_1" }), "refused");

      expect(preview).toEqual({ files: ["b", "src/a.ts"], conflicts: ["src/a.ts"] });
      expect(error.message).toContain("src/a.ts");
      expect(await world.repository.head("main", signal)).toBe(later);
    });

    test("a preview names the files of a clean revert and changes nothing", async () => {
      await world.commit({ summary: "good", files: { a: "1\n" } });
      const bad = await world.commit({ summary: "bad", files: { a: "2\n", new: "x\n" } });

      const preview = await world.repository.previewRevert({
        branch: "main",
        commit: bad,
        expectedHead: bad,
        signal,
      });

      expect(preview).toEqual({ files: ["a", "new"], conflicts: [] });
      expect(await world.repository.head("main", signal)).toBe(bad);
      expect(await world.messages()).toEqual(["bad", "good"]);
    });

    test("a commit that is undone already is not undone again", async () => {
      await world.commit({ summary: "good", files: { a: "1\n" } });
      const bad = await world.commit({ summary: "bad", files: { a: "2\n" } });
      const undone = await world.commit({ summary: "undo by hand", files: { a: "1\n" } });

      const target = { branch: "main", commit: bad, expectedHead: undone, signal };

      expect(await world.repository.previewRevert(target)).toEqual({ files: [], conflicts: [] });
      await expectCode(world.repository.revert({ ...target, key: "rem_1" }), "refused");
    });

    test("an unknown branch and an unknown commit are not found", async () => {
      const head = await world.commit({ summary: "one", files: { a: "1\n" } });

      await expectCode(world.repository.head("release", signal), "not-found");
      await expectCode(
        world.repository.previewRevert({ branch: "main", commit: "0".repeat(40), expectedHead: head, signal }),
        "not-found",
      );
    });

    test("names that a command could take for something else are refused", async () => {
      const head = await world.commit({ summary: "one", files: { a: "1\n" } });
      const target = { branch: "main", commit: head, expectedHead: head, key: "rem_1", signal };

      await expectCode(world.repository.head("--upload-pack=touch", signal), "refused");
      await expectCode(world.repository.head("main..other", signal), "refused");
      await expectCode(world.repository.revert({ ...target, commit: "--abort" }), "refused");
      await expectCode(world.repository.revert({ ...target, key: "one\ntwo" }), "refused");
    });

    test("uses at the same time do not disturb each other", async () => {
      const head = await world.commit({ summary: "one", files: { a: "1\n" } });

      const heads = await Promise.all([1, 2, 3, 4].map(() => world.repository.head("main", signal)));

      expect(new Set(heads)).toEqual(new Set([head]));
    });

    test("a call whose signal has aborted stops", async () => {
      await world.commit({ summary: "one", files: { a: "1\n" } });

      await expectCode(world.repository.head("main", AbortSignal.abort()), "timed-out");
    });
  });
}

async function expectCode(call: Promise<unknown>, code: PortErrorCode): Promise<PortError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PortError)) throw new Error("a PortError was expected", { cause: error });
  expect(error).toMatchObject({ port: "repository", code });
  return error;
}
