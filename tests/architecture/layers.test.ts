import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importCycles } from "./import-cycles.ts";
import { isTestFile, refusedImports, refusedProcessUses, refusedSimulators } from "./import-rules.ts";
import { readLayerTable } from "./layer-table.ts";
import { readModule } from "./read-module.ts";
import { listFiles, readFile, readFiles } from "./repository.ts";

const table = readLayerTable(readFile("ARCHITECTURE.md").text);
const sources = readFiles(listFiles("packages/*.ts", "examples/*.ts")).filter(({ path }) => !isTestFile(path));
const modules = sources.map(({ path, text }) => ({ path, facts: readModule(path, text) }));
const serverRoot = "packages/server/";
const server = modules
  .filter(({ path }) => path.startsWith(serverRoot))
  .map(({ path, facts }) => ({ path: path.slice(serverRoot.length), facts }));

describe("the repository", () => {
  test("imports only in the direction of the layer table", () => {
    const inside = server.filter(({ path }) => path.startsWith("src/"));

    const refused = inside.flatMap(({ path, facts }) =>
      refusedImports({ path: path.slice("src/".length), facts }, table),
    );

    expect(inside.length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
  });

  test("reads the environment in one file, and the arguments only where a command starts", () => {
    expect(server.flatMap(({ path, facts }) => refusedProcessUses(path, facts))).toEqual([]);
  });

  test("ships nothing that uses the simulators", () => {
    expect(server.flatMap(({ path, facts }) => refusedSimulators(path, facts))).toEqual([]);
  });

  test("has no import cycle, not even of types", () => {
    const graph = new Map(modules.map(({ path, facts }) => [path, relativeImports(path, facts)]));

    expect(importCycles(graph)).toEqual([]);
  });
});

describe("the layer table", () => {
  test("has a row for every layer, with its limits", () => {
    const named = [
      "domain",
      "playbook",
      "diagnosis",
      "ports",
      "operations",
      "jobs",
      "adapters",
      "faces",
      "compose",
      "main",
    ];

    expect([...table.keys()]).toEqual([...named, "config"]);
    expect(table.get("domain")).toMatchObject({ layers: [], packages: [], everything: false });
    expect(table.get("playbook")).toMatchObject({ layers: ["domain"], packages: ["zod", "re2js"] });
    expect(table.get("operations")).toMatchObject({ layers: ["domain", "playbook", "diagnosis"], storesOf: ["ports"] });
    expect(table.get("adapters")).toMatchObject({ layers: ["domain", "ports"] });
    expect(table.get("faces")).toMatchObject({ layers: ["operations"], typesOf: ["domain"] });
    expect(table.get("main")?.everything).toBe(true);
  });
});

describe("the import rules", () => {
  const check = (path: string, source: string) => refusedImports({ path, facts: readModule(path, source) }, table);

  test.each([
    ["domain/a.ts", `import { b } from "../ports/chat.ts";`, "domain may import nothing"],
    ["domain/a.ts", `import type { B } from "../playbook/b.ts";`, "domain may import nothing"],
    ["domain/a.ts", `import { createHash } from "node:crypto";`, "imports no Node module"],
    ["domain/a.ts", `import { z } from "zod";`, "may use npm packages: nothing"],
    ["playbook/a.ts", `import { parse } from "yaml";`, "may use npm packages: zod"],
    ["diagnosis/a.ts", `export * from "../operations/b.ts";`, "diagnosis may import domain, playbook"],
    ["operations/a.ts", `import { chat } from "../ports/chat.ts";`, "only stores of ports"],
    ["operations/a.ts", `import type { B } from "../faces/http/b.ts";`, "operations may import"],
    ["jobs/a.ts", `const b = await import("../adapters/git/adapter.ts");`, "jobs may import"],
    ["adapters/git/a.ts", `import { b } from "../slack/client.ts";`, "adapters never import each other"],
    ["adapters/git/a.ts", `type B = import("../../jobs/b.ts").B;`, "adapters may import domain, ports"],
    ["faces/cli/a.ts", `import { b } from "../http/b.ts";`, "faces never import each other"],
    ["faces/cli/a.ts", `import { b } from "../../domain/b.ts";`, "only types of domain"],
    ["faces/cli/a.ts", `export { b } from "../../adapters/git/adapter.ts";`, "faces may import"],
    ["faces/cli/a.ts", `import { b } from "../../config.ts";`, "faces may import"],
    ["config.ts", `import { b } from "./adapters/git/adapter.ts";`, "config may import domain, playbook"],
    ["compose.ts", `import { b } from "../../simulators/src/index.ts";`, "nothing outside the package"],
    ["compose.ts", `import { b } from "./ports/chat.suite.ts";`, "imports no test"],
    ["compose.ts", `const b = await import(name);`, "must be a plain string"],
    ["odd/a.ts", "", "belongs to no layer"],
    ["compose.ts", `import { b } from "./adapters/git/adapter.ts";`, undefined],
    ["adapters/git/a.ts", `import { b } from "./client.ts"; import { c } from "../../ports/repository.ts";`, undefined],
    ["operations/a.ts", `import { b } from "../ports/incident-store.ts"; import { z } from "zod";`, undefined],
    ["faces/cli/a.ts", `import { type B, type C } from "../../domain/b.ts";`, undefined],
    ["playbook/a.ts", `import { z } from "zod"; import { b } from "../domain/b.ts";`, undefined],
  ])("in %s, %s is judged by its rule", (path, source, why) => {
    expect(check(path, source)).toEqual(why === undefined ? [] : [expect.stringContaining(why)]);
  });

  test("a refusal names the file, the line, the import and the rule", () => {
    const refused = check("domain/a.ts", `\nimport { b } from "../ports/chat.ts";\n`);

    expect(refused).toEqual(["domain/a.ts:2 imports ../ports/chat.ts: domain may import nothing"]);
  });

  test("an upward import is found wherever it stands and however it is spelled", () => {
    const noise = fc.constantFrom(
      "",
      "// import x",
      "/* from */",
      'const a = "import";',
      "const b = `\n`;",
      "type T = { from: 1 };",
    );
    const statement = fc.constantFrom(
      `import { b } from "../jobs/b.ts";`,
      `import type { B } from '../jobs/b.ts'`,
      `import {\n  b as c,\n} from "../jobs/b.ts";`,
      `import * as b from"../jobs/b.ts";`,
      `import "../jobs/b.ts";`,
      `export { b } from "../jobs/b.ts";`,
      `export type * from "../jobs/b.ts";`,
      "const d = import(`../jobs/b.ts`);",
      `type D = Array<import("../jobs/b.ts").B>;`,
    );

    fc.assert(
      fc.property(fc.array(noise), statement, fc.array(noise), (before, line, after) => {
        const blocks = [...before.map(inBlock), line, ...after.map(inBlock)];
        expect(check("domain/a.ts", blocks.join("\n"))).toHaveLength(1);
      }),
    );
  });
});

describe("the rule of the environment", () => {
  const check = (path: string, source: string) => refusedProcessUses(path, readModule(path, source));

  test.each([
    "const a = process.env.HOME;",
    `const a = process["env"];`,
    "const { env } = process;",
    "const a = globalThis.process.env;",
    `import { env } from "node:process";`,
  ])("%s is refused outside the configuration", (source) => {
    expect(check("src/jobs/a.ts", source)).toHaveLength(1);
    expect(check("src/config.ts", source)).toEqual([]);
  });

  test("the arguments are refused in a job and allowed in a bin", () => {
    expect(check("src/jobs/a.ts", "process.argv.slice(2);")).toHaveLength(1);
    expect(check("bin/allclear.ts", "process.argv.slice(2);")).toEqual([]);
  });
});

test("the simulators are refused by their name and by their path", () => {
  const check = (source: string) => refusedSimulators("bin/allclear.ts", readModule("bin/allclear.ts", source));

  expect(check(`import { startSlack } from "@allclear/simulators";`)).toHaveLength(1);
  expect(check(`import { startSlack } from "../../simulators/src/index.ts";`)).toHaveLength(1);
  expect(check(`import { start } from "../src/main.ts";`)).toEqual([]);
});

test("a ring of three files is reported as a cycle, and a diamond is not", () => {
  const ring = new Map(Object.entries({ a: ["b"], b: ["c"], c: ["a"] }));
  const diamond = new Map(Object.entries({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] }));

  expect(importCycles(ring)).toEqual([["a", "b", "c", "a"]]);
  expect(importCycles(diamond)).toEqual([]);
});

function relativeImports(path: string, facts: ReturnType<typeof readModule>): string[] {
  return facts.imports
    .flatMap(({ specifier }) => (specifier?.startsWith(".") ? [specifier] : []))
    .map((specifier) => posix.join(posix.dirname(path), specifier));
}

function inBlock(statement: string): string {
  return `{ ${statement}\n}`;
}
