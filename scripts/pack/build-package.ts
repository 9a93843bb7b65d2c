import { chmodSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type SourceManifest, toPublishedManifest } from "./published-manifest.ts";
import { runCommand } from "./run-command.ts";

export interface Package {
  /** The folder of the sources, such as packages/server. */
  readonly folder: string;
  readonly manifest: SourceManifest;
}

export interface BuiltPackage extends Package {
  /** The folder that is published: dist/<name of the folder>. */
  readonly output: string;
}

/** Builds what is published of a package into `output`, with the layout of the sources, so that a file beside a source stays beside it. */
export function buildPackage(root: string, source: Package, versions: ReadonlyMap<string, string>): BuiltPackage {
  const built = { ...source, output: join(root, "dist", relative(join(root, "packages"), source.folder)) };
  rmSync(built.output, { recursive: true, force: true });
  mkdirSync(built.output, { recursive: true });
  compile(root, built);
  copyFiles(root, built);
  const manifest = toPublishedManifest(source.manifest, versions);
  writeFileSync(join(built.output, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  refuseSourcePaths(built);
  return built;
}

function compile(root: string, { folder, output, manifest }: BuiltPackage): void {
  const project = `${output}.tsconfig.json`;
  const compilerOptions = { noEmit: false, declaration: true, rootDir: folder, outDir: output };
  // Only what an entry reaches is published, so no test and nothing that only tests use.
  const entries = [...Object.values(manifest.exports ?? {}), ...Object.values(manifest.bin ?? {})];
  const files = entries.filter((path) => path.endsWith(".ts")).map((path) => join(folder, path));
  const settings = { extends: join(root, "tsconfig.base.json"), compilerOptions, files };
  writeFileSync(project, JSON.stringify(settings));
  try {
    runCommand({ program: "tsc", args: ["--project", project], cwd: root });
  } finally {
    rmSync(project);
  }
}

function copyFiles(root: string, { folder, output, manifest }: BuiltPackage): void {
  const beside = globSync("{src,bin}/**/*.*", { cwd: folder, exclude: ["**/*.ts", "**/fixtures/**"] });
  for (const file of [...beside, "README.md", "LICENSE"]) {
    if (existsSync(join(folder, file))) copy(join(folder, file), join(output, file));
  }
  if (!existsSync(join(output, "LICENSE"))) copy(join(root, "LICENSE"), join(output, "LICENSE"));
  for (const bin of Object.values(manifest.bin ?? {})) chmodSync(join(output, bin.replace(/\.ts$/, ".js")), 0o755);
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

/** The compiler rewrites imports only: a worker or a child process started by a `.ts` path would be missing when published. */
function refuseSourcePaths({ output }: BuiltPackage): void {
  const named = globSync("**/*.js", { cwd: output }).flatMap((file) => {
    const paths = readFileSync(join(output, file), "utf8").match(/(["'`])\.{1,2}\/[\w./-]+(?<!\.d)\.ts\1/g) ?? [];
    return paths.map((path) => `${file} names ${path}`);
  });
  if (named.length > 0) throw new Error(`built files name sources, which are not published:\n${named.join("\n")}`);
}
