/** Libraries that a change moves to another version, by manifest or lock file. */

import type { Change } from "./case.ts";
import { isLockFile } from "./is-lock-file.ts";

const NAME = String.raw`@?[A-Za-z][\w.-]{0,60}(?:\/[\w.-]{1,60}){0,4}`;
/** `"ws": "^8.19.1"`, `pydantic==2.10.4`, `github.com/lib/pq v1.10.9`, `ws@^8.0.0:`, `serde = "1.0"`, `axios 1.6 -> 1.7`. */
const SHAPES: readonly RegExp[] = [
  new RegExp(String.raw`^[+-]\s{0,20}"(?:node_modules\/)?(${NAME})":\s?(?:"[\^~>=v]{0,2}\d|\{)`),
  new RegExp(
    String.raw`^[+-]\s{0,20}(${NAME})(?:\[[\w,]{1,60}\])?\s?(?:==|~=|>=|<=|=\s?"|@[\^~]?|\sv|\s\(|:\s)\s?"?[\^~v]{0,2}\d`,
  ),
  /^[+-].{0,200}\/((?:@[\w.-]{1,60}\/)?[\w.-]{1,60})\/-\/[\w.-]{1,80}\.tgz/,
  /^[+-]\s{0,20}<artifactId>([\w.-]{1,80})</,
];
const IN_WORDS = new RegExp(String.raw`(${NAME})\s(?:from\s)?v?\d[\w.-]{0,30}\s?(?:->|→|=>|to)\s?v?\d`, "g");
const NO_PACKAGE = /^(?:version|resolved|integrity|name|lockfileVersion|node|engines|bump|update|upgrade)$/i;

export function packagesIn(change: Change, lines: readonly string[], files: readonly string[]): readonly string[] {
  const isManifest = change.kind === "dependency" || files.some(isLockFile);
  if (!isManifest) return [];
  const moved = lines.flatMap((line) => SHAPES.flatMap((shape) => shape.exec(line)?.[1] ?? []));
  const told = [...change.summary.slice(0, 2_000).matchAll(IN_WORDS)].map((match) => match[1] ?? "");
  const own = change.kind === "dependency" ? [change.id.replace(/(?<=.)@[\d^~].*$/, "")] : [];
  return [...new Set([...moved, ...told, ...own])].filter((name) => name.length > 1 && !NO_PACKAGE.test(name));
}
