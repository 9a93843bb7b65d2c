import { Command, Option } from "commander";
import type { LocalContext } from "../../operations/local-operation.ts";
import { type LineSignature, readSignaturesOperation } from "../../operations/read-signatures.ts";
import type { ExitCode, Output } from "./program.ts";
import { showControls } from "./show-controls.ts";
import { writeSignatures } from "./write-signatures.ts";

interface SignaturesParts {
  readonly local: LocalContext;
  readonly output: Output;
}

interface SignaturesFlags {
  readonly format?: "text" | "json" | "jsonl";
  readonly all?: boolean;
  readonly baseline?: string;
  readonly playbook?: string;
}

/** Lines are written in parts of about this size, in characters. */
const PART = 64 * 1024;

export function signaturesCommand(parts: SignaturesParts, end: (code: ExitCode) => void): Command {
  const { summary } = readSignaturesOperation;
  return new Command("signatures")
    .summary(summary)
    .description(
      `${summary}. Lines that differ only in values, such as ids, numbers, times, paths and names, have the same signature. ` +
        "Needs no server. Exit code: 0 done, 2 wrong use, 3 unreadable.",
    )
    .argument("[files...]", "logs, gzip or not, read one after the other; - is standard input (default: -)")
    .addOption(
      new Option(
        "--format <format>",
        'how to answer; jsonl: {"line", "id"} for each line of the input, then each signature in a line of its own',
      ).choices(["text", "json", "jsonl"]),
    )
    .option("--all", "every signature, with its id and three samples")
    .option("--baseline <file>", "a log of a time when all was well: what it has is not new")
    .option("--playbook <file>", "a playbook of your own over the shipped one; its masks say what counts as a value")
    .action(async (files: readonly string[], flags: SignaturesFlags, command: Command) => {
      const { json } = command.optsWithGlobals<{ readonly json?: boolean }>();
      const sources = files.length === 0 ? ["-"] : files;
      end(await readSignatures(sources, { ...(json ? { format: "json" } : {}), ...flags }, parts));
    });
}

async function readSignatures(
  sources: readonly string[],
  { format = "text", all = false, ...given }: SignaturesFlags,
  { local, output }: SignaturesParts,
): Promise<ExitCode> {
  const tell =
    format === "jsonl" ? { tell: (lines: Iterable<LineSignature>) => writeLines(lines, writeLine, output) } : {};
  const answer = await readSignaturesOperation.run({ sources, ...given, ...tell }, local);
  if (!answer.ok) {
    output.error(`${showControls(answer.why)}\n`);
    return 3;
  }
  const { report } = answer;
  if (format === "jsonl") await writeLines(report.signatures, JSON.stringify, output);
  else if (format === "json") output.out(`${JSON.stringify(report, null, 2)}\n`);
  else output.out(`${writeSignatures(report, { all, colours: output.colours ?? false })}\n`);
  return 0;
}

/** As JSON; ids are digests and need no escapes, and there may be millions of lines. */
function writeLine({ line, id }: LineSignature): string {
  return `{"line":${line},"id":"${id}"}`;
}

/** Waits for whoever reads, so that no more than a part is held. */
async function writeLines<Item>(items: Iterable<Item>, write: (item: Item) => string, output: Output): Promise<void> {
  let part = "";
  for (const item of items) {
    part += `${write(item)}\n`;
    if (part.length < PART) continue;
    output.out(part);
    part = "";
    await output.drained?.();
  }
  if (part !== "") output.out(part);
  await output.drained?.();
}
