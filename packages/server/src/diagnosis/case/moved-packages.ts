/** Libraries that a change moves to another version, by manifest or lock file. */

import type { Change } from "./case.ts";
import { isLockFile } from "./is-lock-file.ts";

const NAME = String.raw`@?[A-Za-z][\w.-]{0,60}(?:\/[\w.-]{1,60}){0,4}`;
/** `"ws": "^8.19.1"`, `pydantic==2.10.4`, `github.com/lib/pq v1.10.9`, `ws@^8.0.0:`, `serde = "1.0"`, `axios 1.6 -> 1.7`. */
const SHAPES: readonly RegExp[] = [
  new RegExp(String.raw`^[+-]\s{0,20}['"]?\/?(${NAME})@\d[\w.()@/-]{0,80}['"]?:`),
  /^[+-].{0,40}(?:Include|id)="([\w.-]{1,80})" [Vv]ersion="/,
  new RegExp(String.raw`^[+-]\s{0,20}"(?:node_modules\/)?(${NAME})":\s?(?:"[\^~>=v]{0,2}\d|\{)`),
  new RegExp(
    String.raw`^[+-]\s{0,20}(${NAME})(?:\[[\w,]{1,60}\])?\s?(?:==|~=|>=|<=|=\s?"|@[\^~]?|\sv|\s\(|:\s)\s?"?[\^~v]{0,2}\d`,
  ),
  /^[+-].{0,200}\/((?:@[\w.-]{1,60}\/)?[\w.-]{1,60})\/-\/[\w.-]{1,80}\.tgz/,
  /^[+-]\s{0,20}<artifactId>([\w.-]{1,80})</,
];
/** A lock file says the version below the name: `name = "httpx"`, `"node_modules/ws": {`, `ws@^8.0.0:`. */
const VERSION = /^[+-]\s{0,20}"?version"?\s?[:=]?\s?"\d/;
const ABOVE = new RegExp(
  String.raw`^[ +-]\s{0,20}(?:"?name"?\s?[:=]\s?"(${NAME})"|"(?:node_modules\/)?(${NAME})":\s?\{|"?(${NAME})@[^\n]{1,200}:$)`,
);
const FARTHEST = 6;
const IN_WORDS = new RegExp(String.raw`(${NAME})\s(?:from\s)?v?\d[\w.-]{0,30}\s?(?:->|→|=>|to)\s?v?\d`, "g");
const NO_PACKAGE = /^(?:version|resolved|integrity|name|lockfileVersion|node|engines|bump|update|upgrade)$/i;

/** The nearest line before it that names a package. */
function namedAbove(lines: readonly string[], index: number): readonly string[] {
  const near = lines.slice(Math.max(0, index - FARTHEST), index).toReversed();
  const found = near.map((line) => ABOVE.exec(line)).find((match) => match !== null);
  return (found?.slice(1) ?? []).filter((name) => name !== undefined).slice(0, 1);
}

export function packagesIn(change: Change, lines: readonly string[], files: readonly string[]): readonly string[] {
  const isManifest = change.kind === "dependency" || files.some(isLockFile);
  if (!isManifest) return [];
  const moved = lines.flatMap((line, index) => [
    ...SHAPES.flatMap((shape) => shape.exec(line)?.[1] ?? []),
    ...(VERSION.test(line) ? namedAbove(lines, index) : []),
  ]);
  const told = [...change.summary.slice(0, 2_000).matchAll(IN_WORDS)].map((match) => match[1] ?? "");
  const own = change.kind === "dependency" ? [change.id.replace(/(?<=.)@[\d^~].*$/, "")] : [];
  return [...new Set([...moved, ...told, ...own])].filter((name) => name.length > 1 && !NO_PACKAGE.test(name));
}
