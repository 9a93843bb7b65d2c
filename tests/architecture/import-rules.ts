import { posix } from "node:path";
import type { LayerRule, LayerTable } from "./layer-table.ts";
import type { ImportStatement, ModuleFacts } from "./read-module.ts";

/** A source file of the server; `path` is relative to its `src` folder. */
export interface SourceFile {
  readonly path: string;
  readonly facts: ModuleFacts;
}

interface Place {
  readonly layer: string;
  /** The folder below `adapters` or `faces`: each of them is a layer by itself. */
  readonly room: string | undefined;
}

const pureLayers = new Set(["domain", "playbook", "diagnosis"]);
const layersOfRooms = new Set(["adapters", "faces"]);
const simulators = /^@allclear\/simulators(?:\/|$)|(?:^|\/)simulators\/(?:src|bin)\//;

/** Tests, contract suites and the processes that tests start may import more than the layer that they stand in. */
export function isTestFile(path: string): boolean {
  return /\.(?:test|test-d|suite|fixture|child)\.ts$/.test(path) || /(?:^|\/)fixtures\//.test(path);
}

/** Every import of the file that the layer table or the rules beside it refuse, in words. */
export function refusedImports(file: SourceFile, table: LayerTable): string[] {
  const rule = table.get(placeOf(file.path).layer);
  if (rule === undefined) return [`${file.path} belongs to no layer of ARCHITECTURE.md`];
  return file.facts.imports.flatMap((statement) => {
    const why = whyRefused(file.path, statement, { rule, table });
    const imported = statement.specifier ?? "a computed specifier";
    return why === undefined ? [] : [`${file.path}:${statement.line} imports ${imported}: ${why}`];
  });
}

interface Law {
  readonly rule: LayerRule;
  readonly table: LayerTable;
}

function whyRefused(path: string, { specifier, typeOnly }: ImportStatement, law: Law): string | undefined {
  if (specifier === undefined) return "an import must be a plain string, so that it can be checked";
  if (!specifier.startsWith(".")) return whyPackageRefused(specifier, law.rule);
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  if (target.startsWith("..")) return target === "../package.json" ? undefined : "nothing outside the package's src";
  if (isTestFile(target)) return "what ships imports no test, suite or fixture";
  return whyTargetRefused(placeOf(path), { target, typeOnly }, law);
}

function whyPackageRefused(specifier: string, rule: LayerRule): string | undefined {
  if (!pureLayers.has(rule.layer)) return undefined;
  if (specifier.startsWith("node:")) return `${rule.layer} is pure and imports no Node module`;
  return rule.packages.includes(specifier) ? undefined : `${rule.layer} may use npm packages: ${orNone(rule.packages)}`;
}

function whyTargetRefused(
  from: Place,
  { target, typeOnly }: { readonly target: string; readonly typeOnly: boolean },
  { rule, table }: Law,
): string | undefined {
  const to = placeOf(target);
  if (rule.everything) return undefined;
  if (to.layer === from.layer) return to.room === from.room ? undefined : `${from.layer} never import each other`;
  if (!table.has(to.layer)) return `${target} belongs to no layer of ARCHITECTURE.md`;
  if (rule.layers.includes(to.layer)) return undefined;
  if (rule.typesOf.includes(to.layer))
    return typeOnly ? undefined : `${rule.layer} may import only types of ${to.layer}`;
  if (rule.storesOf.includes(to.layer))
    return isStore(target) ? undefined : `${rule.layer} may import only stores of ${to.layer}`;
  return `${rule.layer} may import ${orNone([...rule.layers, ...rule.typesOf, ...rule.storesOf])}`;
}

function isStore(target: string): boolean {
  return /-store\.ts$|\/job-queue\.ts$|\/port-error\.ts$/.test(target);
}

function placeOf(path: string): Place {
  const [first = "", second = "", third] = path.split("/");
  const layer = first.replace(/\.ts$/, "");
  return { layer, room: layersOfRooms.has(layer) && third !== undefined ? second : undefined };
}

function orNone(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}

/** Imports of the simulators by what ships: they belong to drills and tests. */
export function refusedSimulators(path: string, facts: ModuleFacts): string[] {
  return facts.imports
    .filter(({ specifier }) => specifier !== undefined && simulators.test(specifier))
    .map(({ specifier, line }) => `${path}:${line} imports ${specifier}: nothing that ships uses the simulators`);
}

/** Reads of the environment outside `config.ts`, and of the arguments outside the command line. Paths are relative to the package. */
export function refusedProcessUses(path: string, facts: ModuleFacts): string[] {
  const environment = path === "src/config.ts";
  const commandLine = /^(?:bin\/|src\/main\.ts$|src\/faces\/cli\/)/.test(path);
  return facts.processUses.flatMap(({ property, line }) => {
    if (property === "env" && !environment) return [`${path}:${line} reads process.env: only src/config.ts may`];
    if (property === "argv" && !commandLine)
      return [`${path}:${line} reads process.argv: only main, the command line and bins may`];
    return [];
  });
}
