import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { machinePathsIn } from "./machine-paths.ts";
import {
  type LockFile,
  type Manifest,
  missingOptionals,
  resolvedHosts,
  wrongAllowScripts,
  wrongBin,
} from "./manifest-rules.ts";
import { listFiles, listModes, readFile, readFiles } from "./repository.ts";

const thisTest = "tests/architecture/repository.test.ts";

describe("the repository", () => {
  const lock = readLock("package-lock.json");
  const manifests = listFiles("package.json", "**/package.json").map((path) => ({
    path,
    manifest: readManifest(path),
  }));

  test("names no path of somebody's machine", () => {
    const files = readFiles(listFiles().filter((path) => path !== thisTest && path !== "package-lock.json"));

    expect(files.flatMap(machinePathsIn)).toEqual([]);
  });

  test("has a lock file that is tied to no registry host", () => {
    expect(resolvedHosts(lock)).toEqual([]);
  });

  test("has a lock file that holds every optional package, so that npm ci works", () => {
    expect(missingOptionals(lock)).toEqual([]);
  });

  test("allows exactly the install scripts that it needs", () => {
    expect(
      wrongAllowScripts(
        readManifest("package.json"),
        lock,
        manifests.map(({ manifest }) => manifest),
      ),
    ).toEqual([]);
  });

  test("has bins that run from a fresh clone", () => {
    const paths = manifests.flatMap(({ path, manifest }) =>
      Object.values(manifest.bin ?? {}).map((bin) => posix.join(posix.dirname(path), bin)),
    );
    const modes = listModes(...paths);

    const wrong = paths.flatMap((path) => wrongBin({ path, mode: modes.get(path), text: readFile(path).text }));

    expect(paths.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});

describe("the rule of machine paths", () => {
  const check = (text: string) => machinePathsIn({ path: "a.ts", text });

  test.each([
    "cd /home/ann/bot",
    'const folder = "/root/bot";',
    `(${["", "work", "bot"].join("/")})`,
    "/Users/ann/bot",
    "C:\\Users\\ann",
  ])("%s is refused", (text) => {
    expect(check(`\n${text}`)).toEqual([expect.stringMatching(/^a\.ts:2 names a path of somebody's machine/)]);
  });

  test.each([
    "https://example.com/home/ann",
    "the /home/ folder",
    "packages/home/main",
    "/app/src/main.ts",
    "./root/x",
  ])("%s is allowed", (text) => {
    expect(check(text)).toEqual([]);
  });
});

describe("the rules of manifests", () => {
  test("a package with the address of a registry is refused, a workspace link is not", () => {
    const packages = {
      "node_modules/a": { resolved: "https://registry.example.com/a.tgz" },
      "node_modules/b": { resolved: "packages/b" },
    };

    expect(resolvedHosts({ packages })).toEqual(["node_modules/a is tied to https://registry.example.com/a.tgz"]);
  });

  test("an optional package that the lock file lacks is refused, wherever it could stand", () => {
    const optionalDependencies = { "@parser/linux": "1.0.0", "@parser/other": "1.0.0" };
    const check = (...present: string[]) =>
      missingOptionals({
        packages: {
          "node_modules/parser": { optionalDependencies },
          "node_modules/@parser/linux": {},
          ...Object.fromEntries(present.map((path) => [path, {}])),
        },
      });

    expect(check()).toEqual(["node_modules/parser asks for @parser/other, which the lock file lacks"]);
    expect(check("packages/server/node_modules/@parser/other")).toHaveLength(1);
    expect(check("node_modules/@parser/other")).toEqual([]);
    expect(check("node_modules/parser/node_modules/@parser/other")).toEqual([]);
  });

  test("a missing and a superfluous install script are both refused", () => {
    const packages = {
      "node_modules/runtime": { hasInstallScript: true },
      "node_modules/x/node_modules/database": { hasInstallScript: true, optional: true },
      "node_modules/watcher": { hasInstallScript: true, optional: true },
      "node_modules/plain": {},
    };
    const asking = [{ optionalDependencies: { database: "1.0.0" } }];
    const check = (...names: string[]) =>
      wrongAllowScripts({ allowScripts: Object.fromEntries(names.map((name) => [name, true])) }, { packages }, asking);

    expect(check("runtime", "database")).toEqual([]);
    expect(check("runtime")).toEqual(["database has an install script and is not allowed"]);
    expect(check("runtime", "database", "plain")).toEqual(["plain is allowed and has no install script"]);
    expect(check("runtime", "database", "watcher")).toEqual(["watcher is allowed and has no install script"]);
  });

  test("a bin without its mode or its first line is refused", () => {
    const path = "bin/a.ts";
    const text = "#!/usr/bin/env node\n";

    expect(wrongBin({ path, mode: "100755", text })).toEqual([]);
    expect(wrongBin({ path, mode: "100644", text })).toHaveLength(1);
    expect(wrongBin({ path, mode: undefined, text })).toHaveLength(1);
    expect(wrongBin({ path, mode: "100755", text: "export {};\n" })).toHaveLength(1);
  });
});

function readManifest(path: string): Manifest {
  return JSON.parse(readFile(path).text);
}

function readLock(path: string): LockFile {
  return JSON.parse(readFile(path).text);
}
