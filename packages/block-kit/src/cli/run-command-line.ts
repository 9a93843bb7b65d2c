import { asList, asRecord } from "../json.ts";
import type { RepairOptions } from "../problem.ts";
import { playbook } from "../profile.ts";
import { repair } from "../repair.ts";
import { findTarget } from "../target.ts";
import { validate } from "../validate.ts";
import { answerLines } from "./answer-lines.ts";
import { renderBuilderLink } from "./builder-link.ts";
import { type Command, parseArguments, usage } from "./parse-arguments.ts";
import { printJson } from "./print-json.ts";
import { type Bytes, mostCharacters, readAll } from "./read-input.ts";
import { type ReadPayload, readPayload } from "./read-payload.ts";
import { type Paint, paintColours, paintNothing, renderRepair, renderVerdict, type Subject } from "./render-report.ts";
import type { ExitStatus, Output, World } from "./world.ts";

/** Why a file cannot be opened, by the code of the system. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a directory",
  EACCES: "permission is denied",
};

/** Runs `allclear-blocks` and tells the status it ends with. */
export async function runCommandLine(world: World): Promise<ExitStatus> {
  const asked = parseArguments(world.args);
  if (typeof asked === "string") return refuse(world, `${asked} See allclear-blocks --help.`);
  if (asked.verb === "help" || asked.verb === "version") {
    await world.stdout.write(asked.verb === "help" ? usage : `${world.version}\n`);
    return 0;
  }
  if (asked.file === undefined && world.stdin.isTerminal) {
    await world.stderr.write(usage);
    return 2;
  }
  const { file = "-" } = asked;
  try {
    return await run(world, asked, file === "-" ? world.stdin.bytes : world.openFile(file));
  } catch (error) {
    const why = whyUnreadable(error);
    if (why === undefined) throw error;
    return refuse(world, `${file === "-" ? "Standard input" : file} cannot be read: ${why}.`);
  }
}

/** A failed write is not about the input, though it may come to light while that is read. */
function whyUnreadable(error: unknown): string | undefined {
  const isOfInput = error instanceof Error && "syscall" in error && error.syscall !== "write";
  return isOfInput && "code" in error ? (reasons[String(error.code)] ?? String(error.code)) : undefined;
}

async function run(world: World, command: Command, bytes: Bytes): Promise<ExitStatus> {
  if (command.isJsonLines) {
    return answerLines({ bytes, stdout: world.stdout, verb: command.verb, options: toOptions(command) });
  }
  const text = await readAll(bytes);
  if (text === undefined) {
    const most = mostCharacters.toLocaleString("en-US");
    return refuse(world, `The input has more than ${most} characters. Give only the lines with the payload.`);
  }
  const reading = readPayload(text);
  if (!reading.ok) return refuse(world, reading.message);
  if (reading.note !== undefined) await world.stderr.write(`allclear-blocks: ${reading.note}\n`);
  return command.verb === "check" ? runCheck(world, command, reading) : runRepair(world, command, reading);
}

async function runCheck(world: World, command: Command, reading: ReadPayload): Promise<ExitStatus> {
  const { stdout } = world;
  const verdict = validate(reading.payload, toOptions(command));
  if (command.isJson) {
    await stdout.write(`${JSON.stringify(verdict, null, 2)}\n`);
  } else {
    await stdout.write(renderVerdict(verdict, toSubject(reading, command), paintFor(stdout, world)));
    if (stdout.isTerminal) await stdout.write(renderBuilderLink(reading.payload));
  }
  return verdict.ok ? 0 : 1;
}

async function runRepair(world: World, command: Command, { payload }: ReadPayload): Promise<ExitStatus> {
  const { stdout, stderr } = world;
  const repaired = repair(payload, toOptions(command));
  const { messages, remaining } = repaired;
  const result = messages.length === 1 ? messages[0] : messages;
  const json = printJson(command.isJson ? repaired : result, 2);
  if (json === undefined) return refuse(world, "The payload is nested too deeply to be printed.");
  if (!command.isJson) await stderr.write(renderRepair(repaired, paintFor(stderr, world)));
  if (command.isJson || messages.length > 0) await stdout.write(`${json}\n`);
  return remaining.length === 0 ? 0 : 1;
}

function toOptions({ surface, isPlaybook, split }: Command): RepairOptions {
  return { ...(surface && { surface }), ...(isPlaybook && { profile: playbook }), ...(!split && { split }) };
}

function toSubject({ payload, line }: ReadPayload, command: Command): Subject {
  const { surface, value } = findTarget(payload, command.surface);
  const holders = [value, ...asList(asRecord(value).attachments)];
  const blocks = holders.flatMap((holder) => asList(asRecord(holder).blocks)).length;
  return { surface, blocks, line };
}

function paintFor({ isTerminal }: Output, { hasColours }: World): Paint {
  return isTerminal && hasColours ? paintColours : paintNothing;
}

async function refuse({ stderr }: World, message: string): Promise<2> {
  await stderr.write(`allclear-blocks: ${message}\n`);
  return 2;
}
