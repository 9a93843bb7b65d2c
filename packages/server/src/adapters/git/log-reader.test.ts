import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FileChange, Hunk } from "../../domain/evidence.ts";
import { createGitLogReader, GitFormatError, type LoggedCommit } from "./log-reader.ts";
import { unquotePath } from "./quoted-path.ts";
import { splitLines } from "./split-lines.ts";

const id = "a".repeat(40);
const zero = "0".repeat(40);

function read(lines: readonly string[]): readonly LoggedCommit[] {
  const reader = createGitLogReader();
  for (const line of lines) reader.read(line);
  return reader.finish();
}

/** As git quotes with core.quotePath on (quote.c): every byte that is not plain, in octal. */
function quote(path: string): string {
  const bytes = [...Buffer.from(path, "utf8")];
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c)) return path;
  const plain = (byte: number) => byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
  return `"${bytes.map((byte) => (plain(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`)).join("")}"`;
}

function side(prefix: string, path: string): string {
  const quoted = quote(path);
  return quoted.startsWith('"') ? `"${prefix}/${quoted.slice(1)}` : `${prefix}/${quoted}`;
}

function writeFile({ path, previousPath, hunks }: FileChange, content: readonly string[]): string[] {
  const tab = (name: string) => (/ /.test(name) && !name.startsWith('"') ? "\t" : "");
  const from = side("a", previousPath ?? path);
  const to = side("b", path);
  const rename =
    previousPath === undefined
      ? []
      : ["similarity index 90%", `rename from ${quote(previousPath)}`, `rename to ${quote(path)}`];
  const names = hunks.length === 0 ? [] : [`--- ${from}${tab(from)}`, `+++ ${to}${tab(to)}`];
  return [
    `diff --git ${from} ${to}`,
    ...rename,
    `index ${id}..${zero} 100644`,
    ...names,
    ...hunks.flatMap((hunk) => writeHunk(hunk, content)),
  ];
}

function writeHunk(hunk: Hunk, content: readonly string[]): string[] {
  const range = (start: number, lines: number) => (lines === 1 ? `${start}` : `${start},${lines}`);
  const line = (sign: string) => (_: unknown, index: number) => `${sign}${content[index % content.length] ?? ""}`;
  return [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@ ${content[0] ?? ""}`,
    ...Array.from({ length: hunk.oldLines }, line("-")),
    ...(hunk.oldLines > 0 ? ["\\ No newline at end of file"] : []),
    ...Array.from({ length: hunk.newLines }, line("+")),
  ];
}

const anyPath = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }).filter((text) => !text.includes("\0"));
const anyHunk = fc
  .record({
    oldStart: fc.nat(9_999),
    oldLines: fc.nat(4),
    newStart: fc.nat(9_999),
    newLines: fc.nat(4),
  })
  .filter(({ oldLines, newLines }) => oldLines + newLines > 0);
const anyFile: fc.Arbitrary<FileChange> = fc
  .record({
    path: anyPath,
    previousPath: fc.option(anyPath, { nil: undefined }),
    hunks: fc.array(anyHunk, { maxLength: 4 }),
  })
  .map(({ previousPath, ...rest }) =>
    previousPath === undefined || previousPath === rest.path ? rest : { ...rest, previousPath },
  );
/** Content that tries to pass for git's own lines. */
const anyContent = fc.array(
  fc.oneof(
    fc.constantFrom("-- a/fake", "++ b/fake", "@@ -1 +1 @@", "diff --git a/x b/x", `\0${id}\0\x001\0x\0y`, "\r", ""),
    fc.string().filter((text) => !text.includes("\n")),
  ),
  { minLength: 1, maxLength: 5 },
);

describe("The reader of git's log", () => {
  test("gives back every file and hunk that was printed, whatever the paths and the content", () => {
    fc.assert(
      fc.property(fc.array(anyFile, { maxLength: 5 }), anyContent, (files, lines) => {
        const printed = [`\0${id}\0\x0017\0Ana\0fix: it`, "", ...files.flatMap((one) => writeFile(one, lines))];

        const [commit] = read(printed);

        expect(commit).toMatchObject({ id, parents: [], committedAt: 17, author: "Ana", summary: "fix: it" });
        expect(commit?.files).toEqual(files);
        expect(commit?.diffs).toEqual(
          files.map(({ path, hunks }) => ({
            path,
            lines: hunks.flatMap((hunk) => writeHunk(hunk, lines)).filter((line) => !line.startsWith("\\ ")),
            isCut: false,
          })),
        );
      }),
    );
  });

  test("reads any lines or refuses them as a format error", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom("@@ -1 +1 @@", "diff --git a/x b/x", "-x"))),
        (lines) => {
          try {
            read([`\0${id}\0\x0017\0Ana\0fix`, ...lines]);
          } catch (error) {
            expect(error).toBeInstanceOf(GitFormatError);
          }
        },
      ),
    );
  });

  test("holds no more lines of a file than somebody would read, and says that there were more", () => {
    const printed = (lines: readonly string[]) => [
      `\0${id}\0\x0017\0Ana\0fix`,
      "diff --git a/x b/x",
      "--- a/x",
      "+++ b/x",
      `@@ -0,0 +1,${lines.length} @@`,
      ...lines.map((line) => `+${line}`),
    ];

    const [many] = read(printed(Array.from({ length: 5_000 }, (_, index) => `line ${index}`)));
    const [long] = read(printed(["a", "b".repeat(3_000), "c"]));

    expect(many?.diffs[0]?.isCut).toBe(true);
    expect(many?.diffs[0]?.lines.join("").length).toBeLessThanOrEqual(20_000);
    expect(long?.diffs).toEqual([{ path: "x", lines: ["@@ -0,0 +1,3 @@", "+a", "+c"], isCut: true }]);
  });

  test.each([
    ["an end inside a hunk", ["diff --git a/x b/x", "--- a/x", "+++ b/x", "@@ -1,2 +1 @@", "-one"]],
    ["a combined diff", ["diff --cc x"]],
    ["a hunk with too few lines", ["diff --git a/x b/x", "@@ -1 +1 @@", "+two"]],
    ["an unknown line before the hunks", ["diff --git a/x b/x", "something new"]],
    ["an unknown line after a hunk", ["diff --git a/x b/x", "@@ -0,0 +1 @@", "+one", "something new"]],
  ])("refuses %s", (_, lines) => {
    expect(() => read([`\0${id}\0\x0017\0Ana\0fix`, ...lines])).toThrow(GitFormatError);
  });
});

describe("A quoted path", () => {
  test("is what was quoted", () => {
    fc.assert(
      fc.property(anyPath, (text) => {
        const quoted = quote(text);

        expect(quoted.startsWith('"') ? unquotePath(quoted) : quoted).toBe(text);
      }),
    );
  });

  test("is read with git's short escapes", () => {
    expect(unquotePath('"a\\tb\\n\\"c\\"\\\\\\303\\274"')).toBe('a\tb\n"c"\\ü');
  });

  test.each(['"open', 'open"', '"a\\x41"', '"a\\4"', "plain"])("%s is none", (text) => {
    expect(unquotePath(text)).toBeUndefined();
  });
});

describe("The lines of a stream", () => {
  test("are the same however the stream is cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 5 }), async (text, size) => {
        const bytes = Buffer.from(text, "utf8");
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        const lines: string[] = [];
        for await (const line of splitLines(Readable.from(chunks))) lines.push(line);

        const expected = bytes.toString("utf8").split("\n");
        expect(lines).toEqual(expected.at(-1) === "" ? expected.slice(0, -1) : expected);
      }),
    );
  });
});
