import type { Measured } from "./measure.ts";

export type TimeUnit = "ns" | "us" | "ms";

/** One line of a benchmark. Its keys, in this order, are what `--json` promises. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: TimeUnit | "bytes";
  /** What the peer took, in the same unit; null where there is none. */
  readonly peer: number | null;
  /** The median of the rounds' ratios, so not quite `value / peer`. */
  readonly ratio: number | null;
}

export interface Benchmark {
  readonly name: string;
  /** What it is about, for `--help` and above the table. */
  readonly summary: string;
  readonly run: (size: BenchmarkSize) => Promise<readonly Result[]>;
}

export interface BenchmarkSize {
  /** Of what is read, where that is not a few lines; left out, as much as is promised for. */
  readonly megabytes?: number;
}

const perMillisecond: Readonly<Record<TimeUnit, number>> = { ns: 1_000_000, us: 1_000, ms: 1 };

export function toResult(unit: TimeUnit, { name, value, peer, ratio }: Measured): Result {
  const scale = (ms: number) => roundFigure(ms * perMillisecond[unit]);
  return { name, value: scale(value), unit, peer: peer === null ? null : scale(peer), ratio: roundRatio(ratio) };
}

/** Name, figure, peer and ratio in columns, a result a line. */
export function writeTable(results: readonly Result[]): string {
  const rows = [["", "value", "peer", "ratio"], ...results.map(toRow)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const write = ([name = "", ...figures]: readonly string[]) =>
    [name.padEnd(widths[0] ?? 0), ...figures.map((figure, index) => figure.padStart(widths[index + 1] ?? 0))].join(
      "  ",
    );
  return rows.map((row) => `${write(row)}\n`).join("");
}

function toRow({ name, value, unit, peer, ratio }: Result): string[] {
  const digits = unit === "bytes" ? {} : { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
  const write = (figure: number | null) =>
    figure === null ? "-" : `${figure.toLocaleString("en-US", digits)} ${unit}`;
  return [name, write(value), write(peer), ratio === null ? "-" : ratio.toFixed(2)];
}

/** More digits than these differ from run to run. */
function roundFigure(figure: number): number {
  return Number(figure.toPrecision(4));
}

function roundRatio(ratio: number | null): number | null {
  return ratio === null ? null : roundFigure(ratio);
}
