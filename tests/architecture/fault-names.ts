import { basename } from "node:path";
import { parse } from "yaml";
import type { RepositoryFile } from "./repository.ts";

/** The names by which a fault file is known: its own, and the one in its `name` field. */
export function faultNamesOf(file: RepositoryFile): string[] {
  const content: unknown = parse(file.text);
  const named = typeof content === "object" && content !== null && "name" in content ? content.name : undefined;
  const base = basename(file.path).replace(/\.ya?ml$/, "");
  return typeof named === "string" && named !== base ? [base, named] : [base];
}

/** Places where a file's path or text holds a fault's name as a word of its own, however an identifier spells it. */
export function faultNamesIn(file: RepositoryFile, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const pattern = patternOf(name);
    const inPath = pattern.test(file.path) ? [`${file.path} is named after the fault ${name}`] : [];
    const lines = file.text.split("\n").flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
    return [...inPath, ...lines.map((line) => `${file.path}:${line} names the fault ${name}`)];
  });
}

function patternOf(name: string): RegExp {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const capitals = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const [first = "", ...rest] = capitals;
  const camel = first.charAt(0).toLowerCase() + first.slice(1) + rest.join("");
  const spellings = [name, words.join("-"), words.join("_"), words.join("_").toUpperCase(), capitals.join(""), camel];
  const alternatives = [...new Set(spellings)].map((spelling) => spelling.replace(/[^\w-]/g, "\\$&")).join("|");
  return new RegExp(`(?<![A-Za-z0-9_-])(?:${alternatives})(?![A-Za-z0-9_-])`);
}
