/** What a layer may import, as its row in ARCHITECTURE.md says. */
export interface LayerRule {
  readonly layer: string;
  readonly everything: boolean;
  /** Layers whose values and types it may import. */
  readonly layers: readonly string[];
  /** Layers of which it may import types only: "domain (types)". */
  readonly typesOf: readonly string[];
  /** Layers of which it may import stores only: "ports (stores only: …)". */
  readonly storesOf: readonly string[];
  /** The only npm packages it may import. */
  readonly packages: readonly string[];
}

export type LayerTable = ReadonlyMap<string, LayerRule>;

const header = /^\| *(?:layer|file) *\| *may import *\|$/;

/** Reads every table of the document whose head is "layer | may import" or "file | may import". */
export function readLayerTable(markdown: string): LayerTable {
  const lines = markdown.split("\n").map((line) => line.trim());
  const rows = lines.flatMap((line, index) => (header.test(line) ? rowsFrom(lines.slice(index + 2)) : []));
  return new Map(rows.map((rule) => [rule.layer, rule]));
}

function rowsFrom(lines: readonly string[]): LayerRule[] {
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(0, end < 0 ? lines.length : end).flatMap(readRow);
}

function readRow(line: string): LayerRule[] {
  const [, names = "", allowed = ""] = line.split("|").map((cell) => cell.trim());
  return names.split(",").map((name) => readRule(name.trim().replace(/\/x$/, ""), allowed));
}

function readRule(layer: string, allowed: string): LayerRule {
  const terms = splitTerms(allowed.replace(/;.*$/, ""));
  const named = (note: RegExp) => terms.filter((term) => note.test(term.note)).map((term) => term.name);
  return {
    layer,
    everything: allowed === "everything",
    layers: terms.filter((term) => !/^(?:types|stores)/.test(term.note)).map((term) => term.name),
    typesOf: named(/^types/),
    storesOf: named(/^stores/),
    packages: [...allowed.matchAll(/\(npm: ([^)]+)\)/g)].flatMap(([, list = ""]) => list.split(/, */)),
  };
}

/** "domain, ports (stores only: …)" as terms; a note belongs to the word before it and may hold commas. */
function splitTerms(allowed: string): { readonly name: string; readonly note: string }[] {
  return [...allowed.matchAll(/([a-z][\w-]*)(?: *\(([^)]*)\))?/g)]
    .map(([, name = "", note = ""]) => ({ name, note }))
    .filter(({ name }) => name !== "nothing" && name !== "everything");
}
