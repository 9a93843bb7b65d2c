/** `metrics.csv`: `timestamp,service,metric,value`, columns in any order; or a column for each metric. */

import type { MetricPoint } from "./case.ts";
import { toInstant } from "./read-fields.ts";

export interface MetricsReading {
  readonly points: readonly MetricPoint[];
  /** Lines that could not be read. */
  readonly refused: number;
  readonly problem?: string;
}

interface Columns {
  readonly time: number;
  /** -1 where there is none. */
  readonly service: number;
  readonly metric: number;
  readonly value: number;
  /** Where each metric has a column of its own: its name and place. */
  readonly wide: readonly (readonly [string, number])[];
}

const NAMES = {
  time: /^(?:timestamp|time|at|ts|date|datetime|_time)$/,
  service: /^(?:service|app|application|component|job|host|instance|source)(?:_?name)?$/,
  metric: /^(?:metric|name|metric_?name|series|key)$/,
  value: /^(?:value|val|v|_value)$/,
};

export function readMetrics(text: string): MetricsReading {
  const [head, ...rows] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (head === undefined) return { points: [], refused: 0 };
  const separator = separatorOf(head);
  const cells = splitRow(head, separator);
  const isData = toInstant(cells[0] ?? "") !== undefined && cells.length >= 4;
  const columns = isData ? { time: 0, service: 1, metric: 2, value: 3, wide: [] } : findColumns(cells);
  if (columns === undefined)
    return { points: [], refused: 0, problem: `its first line does not name ${findMissing(cells)}` };
  const data = isData ? [head, ...rows] : rows;
  const read = data.map((row) => toPoints(columns, splitRow(row, separator)));
  return { points: read.flat(), refused: read.filter((points) => points.length === 0).length };
}

function findMissing(cells: readonly string[]): string {
  const isNamed = (shape: RegExp): boolean => cells.some((cell) => shape.test(cell.toLowerCase()));
  const missing = (["metric", "value"] as const).filter((name) => !isNamed(NAMES[name]));
  return (missing.length > 0 ? missing : ["timestamp"]).join(", ");
}

function separatorOf(head: string): string {
  return [",", ";", "\t"].find((one) => head.includes(one)) ?? ",";
}

function findColumns(cells: readonly string[]): Columns | undefined {
  const names = cells.map((cell) => cell.replace(/^\uFEFF/, "").toLowerCase());
  const placeOf = (shape: RegExp): number => names.findIndex((name) => shape.test(name));
  const found = {
    time: placeOf(NAMES.time),
    service: placeOf(NAMES.service),
    metric: placeOf(NAMES.metric),
    value: placeOf(NAMES.value),
  };
  if (found.metric >= 0 && found.value >= 0) return { ...found, wide: [] };
  if (found.time < 0 || found.value >= 0 || found.metric >= 0) return undefined;
  const wide = cells.flatMap((cell, place) =>
    place === found.time || place === found.service ? [] : [[cell, place] as const],
  );
  return wide.length === 0 ? undefined : { ...found, wide };
}

function toPoints(columns: Columns, cells: readonly string[]): readonly MetricPoint[] {
  const at = toInstant(cells[columns.time] ?? "");
  if (at === undefined) return [];
  const service = cells[columns.service] ?? "";
  const pairs =
    columns.wide.length > 0
      ? columns.wide.map(([metric, place]) => [metric, cells[place] ?? ""] as const)
      : [[cells[columns.metric] ?? "", cells[columns.value] ?? ""] as const];
  return pairs.flatMap(([metric, text]) => {
    const value = toNumber(text);
    return value === undefined || metric === "" ? [] : [{ at, service, metric, value }];
  });
}

/** `12.5`, `1e3`, `35%`; an empty cell is no zero. */
function toNumber(text: string): number | undefined {
  const value = text === "" ? Number.NaN : Number(text.replace(/\s?%$/, ""));
  return Number.isFinite(value) ? value : undefined;
}

/** Cells may stand in double quotes, which are doubled inside (RFC 4180). */
function splitRow(row: string, separator: string): readonly string[] {
  if (!row.includes('"')) return row.split(separator).map((one) => one.trim());
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (const sign of row) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (sign === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += sign;
  }
  return [...cells, cell.trim()];
}
