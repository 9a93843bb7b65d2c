/** `metrics.csv`: `timestamp,service,metric,value`, columns in any order. */

import type { MetricPoint } from "./case.ts";
import { type Fields, readNumber, readText, readTime } from "./read-fields.ts";

export interface MetricsReading {
  readonly points: readonly MetricPoint[];
  /** Lines that could not be read. */
  readonly refused: number;
  readonly problem?: string;
}

export function readMetrics(text: string): MetricsReading {
  const [head, ...rows] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (head === undefined) return { points: [], refused: 0 };
  const columns = splitRow(head).map((column) => column.trim().toLowerCase());
  const missing = ["metric", "value"].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    return { points: [], refused: 0, problem: `its first line does not name ${missing.join(", ")}` };
  const points = rows.flatMap((row) => toPoint(columns, splitRow(row)));
  return { points, refused: rows.length - points.length };
}

function toPoint(columns: readonly string[], cells: readonly string[]): readonly MetricPoint[] {
  const fields: Fields = Object.fromEntries(columns.map((column, index) => [column, cells[index]?.trim() ?? ""]));
  const at = readTime(fields, "timestamp", "time", "at", "ts");
  const value = readNumber(fields, "value");
  const metric = readText(fields, "metric");
  if (at === undefined || value === undefined || metric === undefined) return [];
  return [{ at, service: readText(fields, "service") ?? "", metric, value }];
}

/** Cells may stand in double quotes, which are doubled inside (RFC 4180). */
function splitRow(row: string): readonly string[] {
  if (!row.includes('"')) return row.split(",");
  const cells = row.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
  return cells.map((cell) =>
    cell
      .replace(/^,/, "")
      .replace(/^"([\s\S]*)"$/, "$1")
      .replaceAll('""', '"'),
  );
}
