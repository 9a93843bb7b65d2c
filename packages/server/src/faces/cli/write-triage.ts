import type { TriageReport } from "../../operations/triage-logs.ts";
import { showControls } from "./show-controls.ts";

export interface TriageLayout {
  readonly colours: boolean;
  /** Everything, however many lines it takes. */
  readonly all: boolean;
}

type Style = "bold" | "red" | "green" | "yellow" | "dim" | "plain";
type Line = readonly [style: Style, text: string];

/** SGR codes: https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const CODES: Readonly<Record<Style, string>> = {
  bold: "1",
  red: "1;31",
  green: "1;32",
  yellow: "33",
  dim: "2",
  plain: "",
};
const BLOCKS = " ▁▂▃▄▅▆▇█";
/** With what stands around them, all parts together stay under 40 lines of 100 columns. */
const MOST = { evidence: 8, alternatives: 5, operations: 5, unseen: 4 } as const;
const COLUMNS = 100;

/** The report for a person who was just woken up: what to know first stands first. */
export function writeTriage(report: TriageReport, { colours, all }: TriageLayout): string {
  const lines: readonly Line[] = [
    ...writeVerdict(report),
    ...writeTimes(report),
    ...writeOperations(report, all),
    ...section("EVIDENCE", report.evidence.map(writeEvidence), all ? undefined : MOST.evidence),
    ...section(
      report.onset === null ? "ALSO SEEN" : "ALSO SEEN, AND WHY IT IS NOT THE CAUSE",
      report.alternatives.map(
        ({ pattern, component, count: times, why }) => `${count(times, "time")} ${pattern} (${component}): ${why}.`,
      ),
      all ? undefined : MOST.alternatives,
    ),
    ...(all ? writeSignatures(report) : []),
    ...section("NOT SEEN", report.unseen, all ? undefined : MOST.unseen),
    ["plain", ""],
    ["dim", `${count(report.lines, "line")}, ${report.bytes.toLocaleString("en-US")} bytes read`],
  ];
  return lines.map((line) => paint(line, { colours, all })).join("\n");
}

function writeVerdict({ verdict }: TriageReport): readonly Line[] {
  const { pattern, component, origin, confidence, firstFix, summary } = verdict;
  if (pattern === "none" && confidence === "low") {
    return [
      ["yellow", summary],
      ["bold", `FIRST  ${firstFix}`],
    ];
  }
  if (pattern === "none") return [["green", `All clear: ${summary}`]];
  return [
    ["red", summary],
    ["plain", `${pattern}, look at ${component}, ${sayOrigin(origin)}; confidence ${confidence}`],
    ["plain", ""],
    ["bold", `FIRST  ${firstFix}`],
  ];
}

function sayOrigin(origin: TriageReport["verdict"]["origin"]): string {
  if (origin === "config") return "to be mended in the configuration";
  return origin === "own-code" ? "to be mended in our own code" : "to be mended by somebody else";
}

function writeTimes({ timeline, onset }: TriageReport): readonly Line[] {
  if (timeline === null || onset === null) return [];
  const most = Math.max(1, ...timeline.counts);
  const row = timeline.counts.map((some) => BLOCKS[Math.ceil((some / most) * (BLOCKS.length - 1))] ?? " ").join("");
  const failures = timeline.counts.reduce((sum, some) => sum + some, 0);
  const [from, to] = [timeline.from, timeline.to].map((at) =>
    at === null ? "" : new Date(at).toISOString().slice(11, 19),
  );
  return [
    ["plain", `WHEN   ${from} |${row}| ${to}`.trimEnd()],
    ["plain", `       ${count(failures, "failure")} ${saySince(onset)}`],
  ];
}

function saySince({ at, line, course }: TriageReport["onset"] & object): string {
  const clock = at === null ? "" : `${new Date(at).toISOString().slice(11, 19)} UTC`;
  if (course === "once") return clock === "" ? `at line ${line}` : `at ${clock}`;
  return `${clock === "" ? `from line ${line} on` : `since ${clock}`}, ${course}`;
}

function writeOperations({ operations }: TriageReport, all: boolean): readonly Line[] {
  if (operations.byName.length === 0) return [];
  const { started, completed, failed, stuck, slow } = operations;
  const worth = operations.byName.filter((one) => all || one.failed + one.stuck + one.slow > 0);
  return [
    ["plain", `DID    ${started} started, ${completed} completed, ${failed} failed, ${stuck} not ended, ${slow} slow`],
    ...worth
      .slice(0, all ? undefined : MOST.operations)
      .map(
        (one): Line => [
          "plain",
          `       ${one.name}: ${one.started} started, ${one.failed} failed, ${one.stuck} not ended, ${one.slow} slow${sayTimes(one)}`,
        ],
      ),
  ];
}

function sayTimes({ p50Ms, p95Ms, p99Ms }: TriageReport["operations"]["byName"][number]): string {
  if (p50Ms === null || p95Ms === null || p99Ms === null) return "";
  const [middle, high, highest] = [p50Ms, p95Ms, p99Ms].map((time) => `${Math.round(time)} ms`);
  return `; half within ${middle}, 95 % ${high}, 99 % ${highest}`;
}

function writeEvidence({ id, says, lines }: TriageReport["evidence"][number]): string {
  return `${id} line ${lines.join(", ")}: ${says}`;
}

function writeSignatures({ signatures }: TriageReport): readonly Line[] {
  const rows = signatures.map(({ id, count: times, template, isNew }) => {
    return `${id} ${count(times, "time")}${isNew === true ? ", new" : ""}: ${template}`;
  });
  return section("SIGNATURES", rows, undefined);
}

function section(title: string, rows: readonly string[], most: number | undefined): readonly Line[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, most);
  const left = rows.length - shown.length;
  return [
    ["plain", ""],
    ["bold", title],
    ...shown.map((row): Line => ["plain", `  ${row}`]),
    ...(left === 0 ? [] : [["dim", `  and ${left} more: --all`] as const]),
  ];
}

function paint([style, text]: Line, { colours, all }: TriageLayout): string {
  const plain = showControls(text.replaceAll("\n", " "));
  const isLong = plain.length > COLUMNS && !all && plain.startsWith("  ");
  const cut = isLong ? `${plain.slice(0, COLUMNS - 1)}…` : plain;
  const code = CODES[style];
  return colours && code !== "" ? `\u001b[${code}m${cut}\u001b[0m` : cut;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
