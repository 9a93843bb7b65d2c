import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { type BuiltPackage, buildPackage, type Package } from "./pack/build-package.ts";
import type { SourceManifest } from "./pack/published-manifest.ts";
import { tryPackages } from "./pack/try-packages.ts";

const root = join(import.meta.dirname, "..");

// A signal ends the command that runs, which then fails; we go on to remove the temporary folder.
for (const [signal, status] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    process.exitCode = status;
  });
}

try {
  const packages = findPackages();
  const versions = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]));
  const built = packages.map((each) => buildPackage(root, each, versions));
  for (const each of built) await lintPackage(each);
  for (const tried of tryPackages(root, built)) console.log(`works: ${tried}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode ??= 1;
}

function findPackages(): Package[] {
  const manifests = globSync("packages/*/package.json", { cwd: root }).sort();
  return manifests
    .map((path) => ({ folder: join(root, dirname(path)), manifest: readManifest(join(root, path)) }))
    .filter(({ manifest }) => manifest.private !== true);
}

function readManifest(path: string): SourceManifest {
  return JSON.parse(readFileSync(path, "utf8"));
}

async function lintPackage({ output, manifest }: BuiltPackage): Promise<void> {
  const { messages, pkg } = await publint({ pkgDir: output, level: "warning", pack: "npm" });
  const found = messages.map((message) => formatMessage(message, pkg));
  if (found.length > 0) throw new Error(`publint finds in ${manifest.name}:\n${found.join("\n")}`);
}
