import { readFile } from "node:fs/promises";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type Fault, faultSchema } from "./fault-schema.ts";

/** The files cannot be used; one line for each problem: file, line, key, and what is allowed. */
export class FaultFileError extends Error {
  override readonly name = "FaultFileError";

  constructor(problems: readonly string[], cause?: unknown) {
    super(problems.join("\n"), { cause });
  }
}

/** Throws `FaultFileError`. */
export async function readFaultFile(file: string): Promise<Fault> {
  const content = await readFile(file, "utf8").catch((error: Error) => {
    throw new FaultFileError([`${file}: cannot be read (${error.message})`], error);
  });
  return parseFault(file, content);
}

/** `file` names the text in problems. Throws `FaultFileError`. */
export function parseFault(file: string, content: string): Fault {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line}: ${message}`);
  if (broken.length > 0) throw new FaultFileError(broken);
  const parsed = faultSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const lineOf = (path: readonly PropertyKey[]): number => {
    const pair = document.getIn(path, true);
    if (isNode(pair) && pair.range) return lines.linePos(pair.range[0]).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  const problems = parsed.error.issues.flatMap(spread);
  throw new FaultFileError(
    problems.map(
      ({ path, message }) => `${file}:${lineOf(path)}: ${[writePath(path), message].filter(Boolean).join(": ")}`,
    ),
  );
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Each unknown key is a problem of its own; of the ways to read a value, the first that knew its keys tells. */
function spread(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }));
  }
  const missing = /^Invalid input: expected (.+), received undefined$/.exec(issue.message);
  const message = missing === null ? issue.message : `is missing; expected: ${missing[1]}`;
  const deeper = issue.code === "invalid_union" ? (issue.errors.find((errors) => errors.length > 0) ?? []) : [];
  if (deeper.length === 0) return [{ path: issue.path, message }];
  return deeper.flatMap(spread).map((problem) => ({ ...problem, path: [...issue.path, ...problem.path] }));
}

function writePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, key) => {
    if (typeof key === "number") return `${before}[${key}]`;
    return before === "" ? String(key) : `${before}.${String(key)}`;
  }, "");
}
