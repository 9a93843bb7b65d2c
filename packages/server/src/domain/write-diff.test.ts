import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedact } from "./redact.ts";
import { type FileDiff, writeDiff } from "./write-diff.ts";

const redact = createRedact(["correct-horse"]);

function diffOf(path: string, ...lines: string[]): FileDiff {
  return { path, lines: ["@@ -1,1 +1,1 @@", ...lines], isCut: false };
}

describe("the lines of a commit, as they are kept", () => {
  test("name their files, and those of lock files come last", () => {
    const { text, isCut } = writeDiff(
      [
        diffOf("package-lock.json", '-      "version": "1.0.0",', '+      "version": "2.0.0",'),
        diffOf("src/a.ts", "+b();"),
      ],
      redact,
    );

    expect(text).toBe(
      [
        "--- a/src/a.ts",
        "+++ b/src/a.ts",
        "@@ -1,1 +1,1 @@",
        "+b();",
        "--- a/package-lock.json",
        "+++ b/package-lock.json",
        "@@ -1,1 +1,1 @@",
        '-      "version": "1.0.0",',
        '+      "version": "2.0.0",',
      ].join("\n"),
    );
    expect(isCut).toBe(false);
  });

  test.each([
    ["a known secret", "+connect('correct-horse')", "correct-horse"],
    ["a token", "+const token = 'xoxb-1234567890-abcdef'", "abcdef"],
    ["a password in an address", "+connect('postgres://bot:hunter2@db/notes')", "hunter2"],
    ["a line of a key whose beginning did not change", `+${"MIIEvQIBADANBgkq".repeat(4)}`, "MIIE"],
    ["a piece of a certificate in quotes", `-  "${"c2VjcmV0".repeat(6)}",`, "c2Vj"],
  ])("show no secret: %s", (_, line, secret) => {
    const { text } = writeDiff([diffOf("src/a.ts", line)], redact);

    expect(text).not.toContain(secret);
    expect(text).toContain("[redacted]");
  });

  test.each([".env", "config/.env.production", "certs/server.pem", "deploy/client_secret.json", "dist/main.js"])(
    "of %s are left out, so that the rest clears the commit of nothing",
    (path) => {
      const diff = writeDiff([diffOf(path, "+PLAIN=hunter2"), diffOf("src/a.ts", "+b();")], redact);

      expect(diff.text).not.toContain("hunter2");
      expect(diff.text).toContain("+b();");
      expect(diff.isCut).toBe(true);
    },
  );

  test.each(["docs/notes.md", "src/notes.test.ts", "README.md", ".github/workflows/ci.yml"])(
    "of %s are left out, as they do not run",
    (path) => {
      expect(writeDiff([diffOf(path, "+Notes are short now.")], redact)).toEqual({ text: "", isCut: false });
    },
  );

  test("are whole and not too many, whatever a commit holds", () => {
    const anyDiff = fc.record({
      path: fc.constantFrom("src/a.ts", "src/b c.ts", "package-lock.json"),
      lines: fc.array(fc.string({ maxLength: 600 }), { maxLength: 60 }),
      isCut: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyDiff, { maxLength: 6 }), (diffs) => {
        const { text, isCut } = writeDiff(diffs, (line) => line);

        expect(text.length).toBeLessThanOrEqual(20_000);
        expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(400);
        if (diffs.some((diff) => diff.isCut)) expect(isCut).toBe(true);
      }),
    );
  });
});
