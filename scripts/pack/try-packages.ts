import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuiltPackage } from "./build-package.ts";
import { installNode } from "./install-node.ts";
import { lowestNode } from "./published-manifest.ts";
import { runCommand } from "./run-command.ts";

/** Installs the packed packages together in an empty folder, imports every export and runs every bin, each on the lowest Node it promises. */
export function tryPackages(root: string, packages: readonly BuiltPackage[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "allclear-pack-"));
  try {
    installTogether(folder, packages);
    return packages.flatMap((built) => tryPackage(root, folder, built));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function installTogether(folder: string, packages: readonly BuiltPackage[]): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  for (const { output } of packages) {
    runCommand({ program: "npm", args: ["pack", "--silent", "--pack-destination", folder], cwd: output });
  }
  const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  const options = ["--prefer-offline", "--no-audit", "--no-fund", "--no-package-lock"];
  runCommand({ program: "npm", args: ["install", ...options, ...tarballs.map((file) => `./${file}`)], cwd: folder });
}

function tryPackage(root: string, folder: string, { manifest }: BuiltPackage): string[] {
  const version = lowestNode(manifest.engines.node);
  const program = installNode(root, version);
  const run = (...args: string[]) => runCommand({ program, args, cwd: folder });
  const names = Object.keys(manifest.exports ?? {}).map((key) => manifest.name + key.slice(1));
  for (const name of names) run("--input-type=module", "--eval", `await import(${JSON.stringify(name)})`);
  const bins = Object.keys(manifest.bin ?? {});
  for (const bin of bins) tryBin(join(folder, "node_modules", ".bin", bin), run);
  return [...names.map((name) => `import ${name}`), ...bins].map((what) => `${what} on Node ${version}`);
}

function tryBin(link: string, run: (...args: string[]) => string): void {
  if (!existsSync(link)) throw new Error(`${link} was not installed`);
  for (const option of ["--help", "--version"]) run(realpathSync(link), option);
}
