import type { styleText } from "node:util";
import type { FaultResult } from "./happening.ts";
import type { MilestoneName } from "./milestones.ts";
import { readEvents } from "./timeline-events.ts";

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const heads = [
  "fault",
  "severity",
  "noticed after",
  "verdict",
  "remedy applied after",
  "all clear after",
  "as expected",
];

/** One row for each fault; times count from the fault. */
export function summaryTable(results: readonly FaultResult[], paint: Paint): string {
  const rows = results.map(toRow);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const write = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  const isGood = (index: number) => results[index]?.differences.length === 0;
  return [
    paint("bold", write(heads).trimEnd()),
    ...rows.map((row, index) => paint(isGood(index) ? "green" : "red", write(row).trimEnd())),
    "",
    ...results.map(({ fault, review, outputFolder }) => `${fault.name}: ${review ?? outputFolder}`),
  ].join("\n");
}

function toRow(result: FaultResult): string[] {
  const { fault, entries, differences } = result;
  const verdict = readEvents(entries, "diagnosis-made").at(-1)?.diagnosis.verdict;
  return [
    fault.name,
    readEvents(entries, "severity-assessed")
      .map(({ assessment }) => assessment.severity)
      .sort()[0] ?? "-",
    after(result, "incident-opened"),
    verdict === undefined ? "-" : `${verdict.status}, ${verdict.cause.kind} ${verdict.cause.id.slice(0, 7)}`,
    after(result, "remedy-applied"),
    after(result, "all-clear"),
    differences.length === 0 ? "yes" : "no",
  ];
}

function after({ milestones }: FaultResult, name: MilestoneName): string {
  const at = (wanted: MilestoneName) => milestones.find(({ milestone }) => milestone === wanted)?.at;
  const start = at("fault-injected");
  const end = at(name);
  if (start === undefined || end === undefined) return "-";
  return `${((Date.parse(end) - Date.parse(start)) / 1_000).toFixed(1)} s`;
}
