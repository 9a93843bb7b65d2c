import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/** The path of a Node of exactly this version, installed from the npm package `node` the first time that it is asked for. */
export function installNode(root: string, version: string): string {
  const folder = join(root, "node_modules", ".cache", "nodes", version);
  const program = join(folder, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(program)) install(folder, version);
  const found = runCommand({ program, args: ["--version"], cwd: root }).trim();
  if (found !== `v${version}`)
    throw new Error(`${program} is Node ${found} and should be v${version}: remove it and try again`);
  return program;
}

function install(folder: string, version: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  runCommand({ program: "npm", args: ["install", "--no-audit", "--no-fund", "--no-package-lock"], cwd: folder });
}
