import { Command, InvalidArgumentError, Option } from "commander";
import { gradeCasesOperation, investigateOperation } from "../../operations/investigate-folder.ts";
import type { LocalContext } from "../../operations/local-operation.ts";
import { OperationError } from "../../operations/operation-error.ts";
import { type PlaybookTest, testPlaybookOperation } from "../../operations/test-playbook.ts";
import { triageCasesOperation } from "../../operations/triage-cases.ts";
import { triageLogsOperation } from "../../operations/triage-logs.ts";
import type { ExitCode, Output } from "./program.ts";
import { showControls } from "./show-controls.ts";
import { signaturesCommand } from "./signatures-command.ts";
import { writeTriage } from "./write-triage.ts";

export interface LocalParts {
  readonly local: LocalContext;
  readonly output: Output;
}

type End = (code: ExitCode) => void;

/** Commands that need no server. */
export function localCommands(parts: LocalParts, end: End): readonly Command[] {
  return [
    triageCommand(parts, end),
    signaturesCommand(parts, end),
    investigateCommand(parts, end),
    caseCommand(parts, end),
    playbookCommand(parts, end),
  ];
}

interface TriageFlags {
  readonly format?: "text" | "json";
  readonly jsonl?: boolean;
  readonly all?: boolean;
  readonly since?: number;
  readonly until?: number;
  readonly baseline?: string;
  readonly playbook?: string;
}

function triageCommand(parts: LocalParts, end: End): Command {
  return new Command("triage")
    .summary(triageLogsOperation.summary)
    .description(
      `${triageLogsOperation.summary}. Needs no server. Exit code: 0 healthy, 1 failures found, 2 wrong use, 3 unreadable.`,
    )
    .argument("[files...]", "logs, gzip or not, read one after the other; - is standard input (default: -)")
    .addOption(new Option("--format <format>", "how to answer").choices(["text", "json"]))
    .option("--jsonl", 'read one {"id", "symptom", "logs"} a line, and answer each with a line of JSON')
    .option("--all", "everything, not only what fits a screen")
    .option("--since <time>", "leave out what was logged earlier (2026-11-23T14:20Z)", readTime)
    .option("--until <time>", "leave out what was logged later", readTime)
    .option("--baseline <file>", "a log of a time when all was well: what it has is not new")
    .option("--playbook <file>", "a playbook of your own over the shipped one")
    .action(async (files: readonly string[], flags: TriageFlags, command: Command) => {
      const { json } = command.optsWithGlobals<{ readonly json?: boolean }>();
      const sources = files.length === 0 ? ["-"] : files;
      end(
        await (flags.jsonl ? triageCases : triageLogs)(
          { sources, flags: { ...(json ? { format: "json" } : {}), ...flags } },
          parts,
        ),
      );
    });
}

function readTime(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new InvalidArgumentError("It must be a time such as 2026-11-23T14:20:00Z.");
  return instant;
}

interface Asked {
  readonly sources: readonly string[];
  readonly flags: TriageFlags;
}

async function triageLogs({ sources, flags }: Asked, { local, output }: LocalParts): Promise<ExitCode> {
  const { format = "text", all = false, jsonl: _, ...given } = flags;
  if (given.since !== undefined && given.until !== undefined && given.since > given.until) {
    throw new OperationError("invalid-input", "--since is later than --until: no time lies between them");
  }
  const answer = await triageLogsOperation.run({ sources, ...given }, local);
  if (!answer.ok) return sayUnreadable(answer.why, output);
  const { report } = answer;
  const text =
    format === "json"
      ? JSON.stringify(report, null, 2)
      : writeTriage(report, { all, colours: output.colours ?? false });
  output.out(`${text}\n`);
  if (report.verdict.pattern !== "none") return 1;
  // Where a part was not read, that the rest is well is no sign of health.
  return answer.lacks === undefined ? 0 : sayUnreadable(answer.lacks, output);
}

async function triageCases({ sources, flags }: Asked, { local, output }: LocalParts): Promise<ExitCode> {
  const { playbook } = flags;
  const answer = (answered: unknown) => output.out(`${JSON.stringify(answered)}\n`);
  const ended = await triageCasesOperation.run(
    { sources, answer, ...(playbook === undefined ? {} : { playbook }) },
    local,
  );
  if (!ended.ok) return sayUnreadable(ended.why, output);
  return ended.failing === 0 ? 0 : 1;
}

function sayUnreadable(why: string, output: Output): ExitCode {
  output.error(`${showControls(why)}\n`);
  return 3;
}

function investigateCommand({ local, output }: LocalParts, end: End): Command {
  return new Command("investigate")
    .summary(investigateOperation.summary)
    .description(
      `${investigateOperation.summary}. Needs no server. Exit code: 0 with any verdict, 2 wrong use, 3 unreadable.`,
    )
    .argument("<folder>", "the case: case.json, and what there is of logs/, metrics.csv, traces, changes and checks")
    .addOption(new Option("--format <format>", "how to answer").choices(["text", "json"]))
    .action(async (folder: string, flags: Pick<TriageFlags, "format">, command: Command) => {
      const { json } = command.optsWithGlobals<{ readonly json?: boolean }>();
      const { format = json ? "json" : "text" } = flags;
      const report = await investigateOperation.run({ folder }, local);
      if (!report.ok) return end(sayUnreadable(report.problems.join("\n"), output));
      output.out(`${format === "json" ? JSON.stringify(report.answer, null, 2) : showControls(report.text)}\n`);
      end(0);
    });
}

function caseCommand({ local, output }: LocalParts, end: End): Command {
  const grade = new Command("grade")
    .summary(gradeCasesOperation.summary)
    .description(
      `${gradeCasesOperation.summary}. Exit code: 0 every cause and component is right, 1 some are not, 2 wrong use, 3 a case is unreadable.`,
    )
    .argument("<folders...>", "cases, each with its key: answer.json")
    .action(async (folders: readonly string[]) => {
      const { cases, problems, text } = await gradeCasesOperation.run({ folders }, local);
      output.out(`${showControls(text)}\n`);
      if (problems.length > 0) return end(3);
      end(cases.every(({ first, component }) => first && component !== false) ? 0 : 1);
    });
  return new Command("case").description("Work on frozen incidents").addCommand(grade);
}

function playbookCommand(parts: LocalParts, end: End): Command {
  const test = new Command("test")
    .summary(testPlaybookOperation.summary)
    .description(`${testPlaybookOperation.summary}. Exit code: 0 all are, 1 some are not, 2 the playbook is wrong.`)
    .option("--playbook <file>", "a playbook of your own over the shipped one")
    .action(async ({ playbook }: { readonly playbook?: string }) => {
      const answer = await testPlaybookOperation.run(playbook === undefined ? {} : { playbook }, parts.local);
      parts.output.out(`${showControls(writePlaybookTest(answer))}\n`);
      end(answer.results.every(({ passed }) => passed) ? 0 : 1);
    });
  return new Command("playbook").description("Work on the playbook").addCommand(test);
}

function writePlaybookTest({ results, patterns }: PlaybookTest): string {
  const failed = results.filter(({ passed }) => !passed);
  return [
    ...failed.map(({ pattern, kind, number, expected, answer }) => {
      return `FAILED ${pattern}, ${kind} example ${number}: expected ${expected}, not ${answer.pattern}, component ${answer.component}, origin ${answer.origin}`;
    }),
    ...patterns.map(({ id, positive, negative, failed: wrong }) => {
      return `${id}: ${positive} positive, ${negative} negative${wrong === 0 ? "" : `, ${wrong} failed`}`;
    }),
    `${results.length} examples, ${failed.length} failed`,
  ].join("\n");
}
