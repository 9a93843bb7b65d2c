import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchPath } from "./match-path.ts";

describe("a printed path and the repository's file", () => {
  test("the longest common end wins over a file of the same name elsewhere", () => {
    const match = matchPath("/srv/checkout-1/src/notes/index.ts", ["index.ts", "src/index.ts", "src/notes/index.ts"]);

    expect(match).toEqual({ path: "src/notes/index.ts", isAmbiguous: false });
  });

  test("a file at the root is not taken for one of the same name in a source folder", () => {
    expect(matchPath("/app/src/index.ts", ["index.ts"])).toEqual({ path: "index.ts", isAmbiguous: true });
    expect(matchPath("/app/bot.js", ["bot.js"])).toEqual({ path: "bot.js", isAmbiguous: false });
  });

  test("a bot deployed from a folder of the repository matches, but only weakly", () => {
    const match = matchPath("/app/src/notes.ts", ["packages/bot/src/notes.ts"]);

    expect(match).toEqual({ path: "packages/bot/src/notes.ts", isAmbiguous: true });
  });

  test("files that fit equally well are ambiguous, and a file that does not fit is none", () => {
    expect(matchPath("/app/src/a.ts", ["one/src/a.ts", "two/src/a.ts"])?.isAmbiguous).toBe(true);
    expect(matchPath("/app/src/a.ts", ["src/b.ts"])).toBeUndefined();
  });

  test("a Windows path means the same file", () => {
    expect(matchPath("C:\\app\\src\\notes.ts", ["src/notes.ts"])).toEqual({ path: "src/notes.ts", isAmbiguous: false });
  });

  test("a file below any root is found, whatever the other files are called", () => {
    const part = fc.stringMatching(/^[a-z]{1,6}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 4 }), fc.array(part, { maxLength: 3 }), (path, root) => {
        const file = path.join("/");

        expect(matchPath(`/${[...root, "x1", ...path].join("/")}`, ["zzzzzzz/q.ts", file])?.path).toBe(file);
      }),
    );
  });
});
