import { expect, test } from "vitest";
import { lowestNode, toPublishedManifest } from "./published-manifest.ts";

test("a published manifest points at JavaScript and its types, and holds no development part", () => {
  const source = {
    name: "a",
    version: "1.2.3",
    engines: { node: ">=24" },
    exports: { ".": "./src/index.ts", "./package.json": "./package.json" },
    bin: { a: "./bin/a.ts" },
    dependencies: { b: "*", c: "4.0.0" },
    devDependencies: { d: "5.0.0" },
    scripts: { start: "node bin/a.ts" },
  };

  expect(toPublishedManifest(source, new Map([["b", "0.3.0"]]))).toEqual({
    name: "a",
    version: "1.2.3",
    engines: { node: ">=24" },
    exports: { ".": { types: "./src/index.d.ts", default: "./src/index.js" }, "./package.json": "./package.json" },
    bin: { a: "bin/a.js" },
    dependencies: { b: "0.3.0", c: "4.0.0" },
  });
});

test.each([
  [">=24", "24.0.0"],
  [">=22.18", "22.18.0"],
  [">=20.11.1", "20.11.1"],
])("the lowest Node of %s is %s", (range, version) => {
  expect(lowestNode(range)).toBe(version);
});

test.each(["^24", ">=22 <25", "24", "*"])("a range such as %s is refused", (range) => {
  expect(() => lowestNode(range)).toThrow(range);
});
