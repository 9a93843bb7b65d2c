import type { LogSignature, SignatureReport } from "../../operations/read-signatures.ts";
import { showControls } from "./show-controls.ts";

interface SignatureLayout {
  readonly colours: boolean;
  /** Every signature, with its id and its samples. */
  readonly all: boolean;
}

/** What fits on a screen beside the headings. */
const MOST = 30;
const COLUMNS = 110;
const SHORTEST_TEMPLATE = 30;

/** What is new stands first, then what is most frequent. */
export function writeSignatures(report: SignatureReport, layout: SignatureLayout): string {
  const { signatures, lines, other } = report;
  const fresh = signatures.filter(({ isNew }) => isNew === true);
  const known = signatures.filter(({ isNew }) => isNew !== true);
  const rows = { layout, report, most: layout.all ? undefined : MOST };
  return [
    sayCounts(report, fresh.length),
    ...section(fresh.length > 0 ? "NEW: NOT IN THE BASELINE" : "", fresh, rows),
    ...section(fresh.length > 0 ? "KNOWN" : "", known, rows),
    ...(other === 0
      ? []
      : [
          "",
          `${other.toLocaleString("en-US")} of the ${lines.toLocaleString("en-US")} lines are of rare signatures that were left out`,
        ]),
  ].join("\n");
}

function sayCounts({ signatures, lines }: SignatureReport, fresh: number): string {
  const isCompared = signatures.some(({ isNew }) => isNew !== null);
  return `${count(lines, "line")}, ${count(signatures.length, "signature")}${isCompared ? `, ${fresh} of them new` : ""}`;
}

interface Rows {
  readonly layout: SignatureLayout;
  readonly report: SignatureReport;
  readonly most: number | undefined;
}

function section(
  title: string,
  signatures: readonly LogSignature[],
  { layout, report, most }: Rows,
): readonly string[] {
  if (signatures.length === 0) return [];
  const width = Math.max(...signatures.map((one) => one.count.toLocaleString("en-US").length));
  const isOneDay = new Set(signatures.flatMap(({ first, last }) => [dayOf(first), dayOf(last)])).size === 1;
  const shown = signatures.slice(0, most);
  const left = signatures.length - shown.length;
  return [
    "",
    ...(title === "" ? [] : [layout.colours ? `\u001b[1m${title}\u001b[0m` : title]),
    ...shown.flatMap((one) => writeRow(one, { width, isOneDay, layout, lines: report.lines })),
    ...(left === 0 ? [] : [`  and ${left} more: --all`]),
  ];
}

interface RowLayout {
  readonly width: number;
  readonly isOneDay: boolean;
  readonly layout: SignatureLayout;
  readonly lines: number;
}

function writeRow(signature: LogSignature, { width, isOneDay, layout, lines }: RowLayout): readonly string[] {
  const times = signature.count.toLocaleString("en-US").padStart(width);
  const share = `${((100 * signature.count) / Math.max(1, lines)).toFixed(1)} %`.padStart(7);
  const level = (signature.level ?? "").padEnd(5);
  const start = `  ${times} ${share}  ${level}  ${writeSpan(signature, isOneDay)}  `;
  const template = signature.template === "" ? "(blank)" : showControls(signature.template);
  if (layout.all) {
    const samples = signature.samples.map((sample) => `      ${showControls(sample.replaceAll("\n", " "))}`);
    return [`${start}${template}`, `      id ${signature.id}`, ...samples];
  }
  const room = Math.max(SHORTEST_TEMPLATE, COLUMNS - start.length);
  return [`${start}${template.length > room ? `${template.slice(0, room - 1)}…` : template}`];
}

/** By time where the log tells it, else by line. */
function writeSpan({ first, last, firstLine, lastLine }: LogSignature, isOneDay: boolean): string {
  if (first === null || last === null)
    return firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine} to ${lastLine}`;
  const [from, to] = [first, last].map((at) =>
    new Date(at)
      .toISOString()
      .slice(isOneDay ? 11 : 5, 19)
      .replace("T", " "),
  );
  return from === to ? `${from}` : `${from} to ${to}`;
}

function dayOf(at: number | null): string {
  return at === null ? "" : new Date(at).toISOString().slice(0, 10);
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
