/** YAML with the place of every value, so that a problem can name its line. */

import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";

export type Path = readonly (string | number)[];

export interface Problem {
  readonly path: Path;
  readonly message: string;
}

export interface YamlText {
  /** As the problems name it. */
  readonly file: string;
  readonly text: string;
}

export interface YamlFile {
  readonly value: unknown;
  /** `allclear.yaml:12: bots[0].scenarios[1].within: a length of time …` */
  locate(problem: Problem): string;
}

export type YamlReading =
  | { readonly ok: true; readonly file: YamlFile }
  | { readonly ok: false; readonly problems: readonly string[] };

export function readYaml({ file, text }: YamlText): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line}: ${message}`);
    return { ok: false, problems };
  }
  const lineOf = (path: Path): number => {
    const node = keyOf(document, path) ?? document.getIn(path, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  const locate = ({ path, message }: Problem) => `${file}:${lineOf(path)}: ${writePath(path)}${message}`;
  return { ok: true, file: { value: document.toJS(), locate } };
}

/** A value that is a map or a list begins on a line below its key. */
function keyOf(document: Document, path: Path): unknown {
  const last = path.at(-1);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (last === undefined || !isMap(parent)) return undefined;
  return parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))?.key;
}

function writePath(path: Path): string {
  const written = path.reduce<string>((before, key) => {
    if (typeof key === "number") return `${before}[${key}]`;
    return before === "" ? key : `${before}.${key}`;
  }, "");
  return written === "" ? "" : `${written}: `;
}
