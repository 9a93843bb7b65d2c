import { isRecord } from "../json.ts";
import type { RepairOptions, Surface } from "../problem.ts";
import { repair } from "../repair.ts";
import { validate } from "../validate.ts";
import { toSurface } from "./parse-arguments.ts";
import { parseLiteral } from "./parse-literal.ts";
import { printJson } from "./print-json.ts";
import { type Bytes, type InputLine, mostCharacters, readLines } from "./read-input.ts";
import type { ExitStatus, Output } from "./world.ts";

export interface Lines {
  readonly bytes: Bytes;
  readonly stdout: Output;
  readonly verb: "check" | "repair";
  readonly options: RepairOptions;
}

type Id = string | number | null;

interface Request {
  readonly id: Id;
  readonly payload: unknown;
  readonly surface: Surface | undefined;
}

/** A line that cannot be answered, and why. */
interface Unread {
  readonly id: Id;
  readonly why: string;
}

interface Answer {
  readonly text: string;
  readonly status: ExitStatus;
}

/** Answers each line with a line, in order; one that cannot be read does not stop the others. */
export async function answerLines({ bytes, stdout, verb, options }: Lines): Promise<ExitStatus> {
  let worst: ExitStatus = 0;
  for await (const line of readLines(bytes)) {
    if (line.text?.trim() === "") continue;
    const request = readRequest(line.text);
    const answer = "why" in request ? request : answerRequest(request, verb, options);
    const { text, status } = "why" in answer ? refuse(line, answer) : answer;
    if (status > worst) worst = status;
    const isRead = await stdout.write(`${text}\n`);
    if (!isRead) break;
  }
  return worst;
}

function refuse({ number }: InputLine, { id, why }: Unread): Answer {
  return { text: JSON.stringify({ id, error: { line: number, message: why } }), status: 2 };
}

function answerRequest(request: Request, verb: Lines["verb"], common: RepairOptions): Answer | Unread {
  const { id, payload, surface } = request;
  const options = surface === undefined ? common : { ...common, surface };
  const [output, isRight] = verb === "check" ? check(payload, options) : mend(payload, options);
  const text = printJson({ id, ...output });
  return text === undefined ? { id, why: "nested too deeply to be printed" } : { text, status: isRight ? 0 : 1 };
}

function check(payload: unknown, options: RepairOptions): [output: object, isRight: boolean] {
  const { ok, problems } = validate(payload, options);
  return [{ ok, problems }, ok];
}

function mend(payload: unknown, options: RepairOptions): [output: object, isRight: boolean] {
  const { messages, changes, remaining } = repair(payload, options);
  const [first = null, ...more] = messages;
  return [{ payload: first, more, changes, remaining }, remaining.length === 0];
}

function readRequest(text: string | undefined): Request | Unread {
  if (text === undefined) return { id: null, why: `longer than ${mostCharacters.toLocaleString("en-US")} characters` };
  const value = parseJson(text);
  if (value === undefined) return { id: null, why: sayInvalid(text) };
  if (!isRecord(value)) return { id: null, why: 'not an object: wanted {"id","surface","payload"}' };
  const { payload, surface: name = null } = value;
  const id = toId(value.id);
  if (payload === undefined) return { id, why: "`payload` is missing" };
  const surface = toSurface(name);
  if (name !== null && surface === undefined) return { id, why: "`surface` must be message, modal or home" };
  return { id, payload, surface };
}

/** An object as an id would be printed back, and could be too deep for that. */
function toId(id: unknown): Id {
  return typeof id === "string" || typeof id === "number" ? id : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sayInvalid(text: string): string {
  const start = text.search(/\S/);
  if (text[start] !== "{") return "not JSON: wanted an object";
  const literal = parseLiteral(text, start);
  if (!literal.ok) return `not JSON at column ${literal.at + 1}: ${literal.why}`;
  return `not JSON at column ${(literal.looseAt ?? literal.end) + 1}`;
}
