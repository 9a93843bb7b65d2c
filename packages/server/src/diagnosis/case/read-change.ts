/** One row of `changes.json`. */

import type { Change, ChangeKind } from "./case.ts";
import { type Fields, isFields, readText, readTime, writeRest } from "./read-fields.ts";

const KINDS: ReadonlyMap<string, ChangeKind> = new Map([
  ["commit", "commit"],
  ["merge", "commit"],
  ["deploy", "deploy"],
  ["deployment", "deploy"],
  ["release", "deploy"],
  ["rollout", "deploy"],
  ["variable", "variable"],
  ["env", "variable"],
  ["config", "variable"],
  ["secret", "variable"],
  ["dependency", "dependency"],
  ["package", "dependency"],
  ["flag", "flag"],
  ["feature-flag", "flag"],
  ["model", "model"],
  ["prompt", "model"],
]);
const USED = ["kind", "type", "id", "at", "service", "author", "summary", "files", "diff", "commit", "commits"];
const BEFORE = ["from", "before", "old", "oldValue", "previous"];
const AFTER = ["to", "after", "new", "newValue", "value"];

export function readChange(row: Fields, index: number): readonly Change[] {
  const kind = KINDS.get((readText(row, "kind", "type") ?? "").toLowerCase()) ?? "deploy";
  const at = readTime(row, "at", "timestamp", "time", "date");
  const service = readText(row, "service");
  const author = readText(row, "author");
  return [
    {
      kind,
      id: readText(row, "id", "sha", "name", "key") ?? `${kind}-${index + 1}`,
      summary: readText(row, "summary", "message", "title", "description") ?? "",
      files: filesOf(row),
      diff: diffOf(row),
      commits: commitsOf(row),
      ...(at === undefined ? {} : { at }),
      ...(service === undefined ? {} : { service }),
      ...(author === undefined ? {} : { author }),
    },
  ];
}

/** One, or a list of ids or of objects that hold one. */
function commitsOf(row: Fields): readonly string[] {
  const { commit, commits, sha } = row;
  const listed: readonly unknown[] = Array.isArray(commits) ? commits : [commits];
  return [commit, sha, ...listed].flatMap((one) => {
    if (typeof one === "string" && one !== "") return [one];
    return isFields(one) ? (readText(one, "id", "sha", "commit") ?? []) : [];
  });
}

function filesOf({ files }: Fields): readonly string[] {
  if (typeof files === "string") return files.split(/[\s,]+/).filter((file) => file !== "");
  if (!Array.isArray(files)) return [];
  return files.flatMap((file: unknown) => {
    if (typeof file === "string") return [file];
    const path =
      typeof file === "object" && file !== null ? readText(file as Fields, "path", "filename", "file") : undefined;
    return path === undefined ? [] : [path];
  });
}

/** Values before and after, and keys that nobody told us of, are read like lines of a diff. */
function diffOf(row: Fields): string {
  const name = readText(row, "name", "key", "variable", "package", "flag", "id") ?? "";
  const lines = [
    ...valuesOf(row, BEFORE).map((value) => `-${name}=${value}`),
    ...valuesOf(row, AFTER).map((value) => `+${name}=${value}`),
    ...writeRest(row, [...USED, ...BEFORE, ...AFTER]).map((line) => ` ${line}`),
  ];
  return [readText(row, "diff", "patch") ?? "", ...patchesOf(row), ...lines].filter((text) => text !== "").join("\n");
}

function valuesOf(row: Fields, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const value = row[key];
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];
  });
}

function patchesOf({ files }: Fields): readonly string[] {
  if (!Array.isArray(files)) return [];
  return files.flatMap((file: unknown) => {
    const patch = typeof file === "object" && file !== null ? readText(file as Fields, "patch", "diff") : undefined;
    return patch === undefined ? [] : [patch];
  });
}
