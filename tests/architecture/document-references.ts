import { posix } from "node:path";
import type { RepositoryFile } from "./repository.ts";

/** What a document may point at. */
export interface Library {
  readonly exists: (path: string) => boolean;
  /** The text of another document, to look for a heading in. */
  readonly read: (path: string) => string;
}

const rootFolders = /^(?:\.ci|benchmarks|docs|examples|packages|scripts|tests)\//;
const rootFile = /^(?:[A-Z]+\.md|LICENSE|[\w.]+\.json)$/;

/** Relative links, headings and back-ticked paths of a document that lead nowhere. Fenced blocks are examples and are not read. */
export function deadReferences(document: RepositoryFile, library: Library): string[] {
  const lines = withoutFences(document.text.split("\n"));
  return lines.flatMap((line, index) =>
    [...deadLinks(line, document.path, library), ...deadPaths(line, library)].map(
      (reference) => `${document.path}:${index + 1} points at ${reference}, which does not exist`,
    ),
  );
}

function withoutFences(lines: readonly string[]): string[] {
  let fence: string | undefined;
  return lines.map((line) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    const inside = fence !== undefined;
    if (mark !== undefined) fence = inside ? undefined : mark;
    return inside || mark !== undefined ? "" : line;
  });
}

function deadLinks(line: string, from: string, library: Library): string[] {
  const targets = [...line.replace(/`[^`]*`/g, "").matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)].map(
    ([, target = ""]) => target,
  );
  return targets.filter((target) => !/^[a-z][a-z+.-]*:/i.test(target) && !leadsSomewhere(target, from, library));
}

function leadsSomewhere(target: string, from: string, { exists, read }: Library): boolean {
  const [file = "", heading] = target.split("#");
  const path = file === "" ? from : posix.join(posix.dirname(from), decodeURIComponent(file));
  if (!exists(path)) return false;
  return heading === undefined || !path.endsWith(".md") || headingsOf(read(path)).includes(heading);
}

function headingsOf(markdown: string): string[] {
  const titles = withoutFences(markdown.split("\n")).flatMap((line) => /^#+ +(.*)$/.exec(line)?.[1] ?? []);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

function deadPaths(line: string, { exists }: Library): string[] {
  const tokens = [...line.matchAll(/`([^`]+)`/g)].map(([, token = ""]) => token);
  const paths = tokens.filter((token) => /^[^\s]+$/.test(token) && (rootFolders.test(token) || rootFile.test(token)));
  return paths.filter((path) => !exists(knownPart(path)));
}

/** A path with a placeholder (`<name>`, `*`, `NNNN`, `{a,b}`, `…`) is checked up to the folder before it. */
function knownPart(path: string): string {
  const parts = path.replace(/(?::\d+)+$/, "").split("/");
  const placeholder = parts.findIndex((part) => /[<*{…]|NNNN/.test(part));
  return (placeholder < 0 ? parts : parts.slice(0, placeholder)).join("/") || ".";
}
