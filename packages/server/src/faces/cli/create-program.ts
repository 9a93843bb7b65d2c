import { existsSync, readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { Call, CallFailure } from "../../operations/call.ts";
import type { Operation } from "../../operations/define-operation.ts";
import type { LocalContext } from "../../operations/local-operation.ts";
import { OperationError } from "../../operations/operation-error.ts";
import { createHttpCall } from "./http-call.ts";
import { localCommands } from "./local-commands.ts";
import { operationCommand } from "./operation-command.ts";
import type { ExitCode, Output } from "./program.ts";
import { showControls } from "./show-controls.ts";
import { writeAnswer } from "./write-answer.ts";

export interface ProgramParts {
  readonly operations: readonly Operation[];
  readonly version: string;
  /** What the environment says: ALLCLEAR_URL and ALLCLEAR_KEY. */
  readonly connection: { readonly url?: string; readonly key?: string };
  readonly fetch: (request: Request) => Promise<Response>;
  /** Resolves when the server has stopped. */
  readonly serve: (options: { readonly config?: string }) => Promise<void>;
  /** Resolves when the agent has gone. */
  readonly mcp: (call: Call) => Promise<void>;
  /** What the commands that need no server work with. */
  readonly local: LocalContext;
  readonly output: Output;
}

export interface Program {
  /** The arguments after the program's name. */
  readonly run: (args: readonly string[]) => Promise<ExitCode>;
  /** Names of the sub-commands, for comparing them with the operations. */
  readonly commands: readonly string[];
}

const DEFAULT_URL = "http://127.0.0.1:7373";

export function createProgram(parts: ProgramParts): Program {
  const command = toCommand(parts, () => undefined);
  return { run: (args) => run(parts, args), commands: command.commands.map((known) => known.name()) };
}

async function run(parts: ProgramParts, args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const command = toCommand(parts, (ended) => {
    code = ended;
  });
  try {
    await command.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    // Commander has written its own errors and helps already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    parts.output.error(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof OperationError ? exitCodeOf(error) : 1;
  }
}

/** Wrong use is 2; what cannot be read, though it was asked for rightly, is 3. */
function exitCodeOf({ code }: OperationError): ExitCode {
  return code === "not-found" ? 3 : 2;
}

function toCommand(parts: ProgramParts, end: (code: ExitCode) => void): Command {
  const program = new Command("allclear")
    .description("Takes a production chat bot from the first alarm to all clear")
    .version(parts.version)
    .option("--url <url>", `where the server is (ALLCLEAR_URL, else ${DEFAULT_URL})`)
    .option("--key-file <file>", "file that holds the key (else ALLCLEAR_KEY)")
    .option("--json", "print answers as JSON")
    .exitOverride()
    .configureOutput({ writeOut: parts.output.out, writeErr: parts.output.error });
  const settings = () => program.opts<Settings>();
  for (const operation of parts.operations) {
    const act = async (input: Readonly<Record<string, unknown>>) =>
      end(await ask({ operation, input }, parts, settings()));
    program.addCommand(operationCommand(operation, act).copyInheritedSettings(program));
  }
  for (const local of localCommands(parts, end)) program.addCommand(inheritDeeply(local, program));
  program
    .command("serve")
    .description("Run the server: watch the bots, keep the incidents, answer this command")
    .option("--config <file>", "the configuration, allclear.yaml")
    .action((options: { readonly config?: string }) => parts.serve(options));
  program
    .command("mcp")
    .description(
      "Serve the operations to an agent over standard input and output (MCP). It acts as an agent, also with a person's key",
    )
    .action(() => parts.mcp(connect(parts, settings(), "mcp")));
  return program;
}

function inheritDeeply(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inheritDeeply(child, command);
  return command;
}

interface Settings {
  readonly url?: string;
  readonly keyFile?: string;
  readonly json?: boolean;
}

interface Asked {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
}

async function ask({ operation, input }: Asked, parts: ProgramParts, settings: Settings): Promise<ExitCode> {
  const reply = await connect(parts, settings, "cli")(operation, input);
  if (!reply.ok) return fail(reply.failure, parts, settings);
  const text = settings.json
    ? JSON.stringify(reply.answer, null, 2)
    : showControls(writeAnswer(operation, reply.answer, parts.operations));
  parts.output.out(`${text.trimEnd()}\n`);
  return 0;
}

function connect({ connection, fetch }: ProgramParts, { url, keyFile }: Settings, client: "cli" | "mcp"): Call {
  const key = keyFile === undefined ? connection.key : readKey(keyFile);
  return createHttpCall({ url: readUrl(url ?? connection.url ?? DEFAULT_URL), key, client, fetch });
}

function readUrl(url: string): string {
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new OperationError("invalid-input", `The server's address must begin with http:// or https://, not be ${url}`);
}

function readKey(file: string): string {
  const key = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (key !== "" && !/\s/.test(key)) return key;
  throw new OperationError("invalid-input", `The key file ${file} must exist and hold one key on one line`);
}

function fail(failure: CallFailure, { output }: ProgramParts, { json }: Settings): ExitCode {
  const { code, message, reason, nextSteps } = failure;
  const text = [`${message}${reason === undefined ? "" : ` (${reason})`}`, ...nextSteps.map((step) => `  ${step}`)];
  output.error(json ? `${JSON.stringify({ error: failure })}\n` : `${showControls(text.join("\n"))}\n`);
  if (code === "unreachable" || code === "timed-out") return 3;
  return code === "invalid-input" ? 2 : 1;
}
