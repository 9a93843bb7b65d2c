import { describe, expect, test } from "vitest";
import { faultNamesIn, faultNamesOf } from "./fault-names.ts";
import { listFiles, readFiles } from "./repository.ts";

const names = readFiles(listFiles("tests/e2e/demo/faults/*.yaml")).flatMap(faultNamesOf);

test("the server and the bots never name a fault of the demo", () => {
  const files = readFiles(listFiles("packages/server", "packages/bot", "examples/crm-bot"));

  expect(files.length).toBeGreaterThan(0);
  expect(files.flatMap((file) => faultNamesIn(file, names))).toEqual([]);
});

describe("the rule of fault names", () => {
  const check = (text: string, path = "packages/server/src/jobs/a.ts") =>
    faultNamesIn({ path, text }, ["throwing-listener"]);

  test.each([
    "throwing-listener",
    "if (fault === 'throwing-listener')",
    "isNot(throwingListener)",
    "ThrowingListener",
    "throwing_listener",
  ])("%s is refused", (text) => {
    expect(check(`first line\n${text}`)).toEqual(["packages/server/src/jobs/a.ts:2 names the fault throwing-listener"]);
  });

  test("a file named after a fault is refused", () => {
    expect(check("", "packages/server/src/jobs/throwing-listener.ts")).toHaveLength(1);
  });

  test.each(["a listener throws", "not-throwing-listener", "throwing-listeners", "throwing listener"])(
    "%s is allowed",
    (text) => {
      expect(check(text)).toEqual([]);
    },
  );

  test("a fault is known by its file's name and by its name field", () => {
    const path = "tests/e2e/demo/faults/one-bad-thing.yaml";

    expect(faultNamesOf({ path, text: "name: another-bad-thing\n" })).toEqual(["one-bad-thing", "another-bad-thing"]);
    expect(faultNamesOf({ path, text: "name: one-bad-thing\n" })).toEqual(["one-bad-thing"]);
    expect(faultNamesOf({ path, text: "" })).toEqual(["one-bad-thing"]);
  });
});
