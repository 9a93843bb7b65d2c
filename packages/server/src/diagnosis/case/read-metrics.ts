/** `metrics.csv`: `timestamp,service,metric,value`, columns in any order; or a column for each metric, of one service or of many. */

import type { MetricSeries } from "./case.ts";
import { type Fields, readNumber, readText, readTime, toInstant } from "./read-fields.ts";
import { createSeriesStore, type SeriesStore } from "./series-store.ts";
import { splitNames } from "./split-names.ts";

export interface MetricsReading {
  readonly series: readonly MetricSeries[];
  /** Lines that could not be read. */
  readonly refused: number;
  readonly problem?: string;
}

interface Columns {
  readonly time: number;
  /** -1 where there is none. */
  readonly service: number;
  readonly instance: number;
  readonly metric: number;
  readonly value: number;
  /** Where each metric has a column of its own: its name and place. */
  readonly wide: readonly (readonly [string, number])[];
}

const NAMES = {
  time: /^(?:timestamp|time|at|ts|date|datetime|_time)(?:_?(?:s|ms|us|ns|utc|iso))?$/,
  metric: /^(?:metric|name|metric_?name|series|key|kpi(?:_?name)?)$/,
  value: /^(?:value|val|v|_value)$/,
};
/** The first that is there is the service; a later one tells its instances apart. */
const OWNERS: readonly RegExp[] = [
  /^(?:service|app|application|component)(?:_?(?:name|id))?$/,
  /^(?:job|source|workload|deployment|container|cmdb_?id)(?:_?(?:name|id))?$/,
  /^(?:instance|pod|replica|host|node|hostname)(?:_?(?:name|id))?$/,
];
const PLACE: Columns = { time: 0, service: 1, instance: -1, metric: 2, value: 3, wide: [] };

export function readMetrics(text: string): MetricsReading {
  const lines = linesOf(text);
  const first = lines.next();
  if (first.done === true) return { series: [], refused: 0 };
  const head = first.value.replace(/^\uFEFF/, "");
  const separator = separatorOf(head);
  const cells = splitRow(head, separator);
  const isData = toInstant(cells[0] ?? "") !== undefined && cells.length >= 4;
  const columns = isData ? PLACE : findColumns(cells);
  if (columns === undefined)
    return { series: [], refused: 0, problem: `its first line does not name ${findMissing(cells)}` };
  const store = createSeriesStore();
  let refused = isData && !takeRow(store, columns, cells) ? 1 : 0;
  for (const line of lines) if (!takeRow(store, columns, splitRow(line, separator))) refused += 1;
  return { series: splitNames(store.finish()), refused };
}

/** The same as rows of JSON. */
export function readMetricRows(rows: readonly Fields[]): MetricsReading {
  const store = createSeriesStore();
  let refused = 0;
  for (const row of rows) {
    const at = readTime(row, "timestamp", "time", "at", "ts", "date");
    const metric = readText(row, "metric", "name", "metricName");
    const value = readNumber(row, "value", "val");
    if (at === undefined || metric === undefined || value === undefined) refused += 1;
    else
      store.add({ service: readText(row, "service", "app", "component") ?? "", metric, instance: "" }, { at, value });
  }
  return { series: splitNames(store.finish()), refused };
}

function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end);
    start = end + 1;
    if (line.trim() !== "") yield line;
  }
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
  const names = cells.map((cell) => cell.toLowerCase());
  const placeOf = (shape: RegExp): number => names.findIndex((name) => shape.test(name));
  const [service = -1, instance = -1] = OWNERS.map(placeOf).filter((place) => place >= 0);
  const found = {
    time: placeOf(NAMES.time),
    service,
    instance,
    metric: placeOf(NAMES.metric),
    value: placeOf(NAMES.value),
  };
  if (found.metric >= 0 && found.value >= 0) return { ...found, wide: [] };
  if (found.time < 0 || found.value >= 0 || found.metric >= 0) return undefined;
  const wide = cells.flatMap((cell, place) =>
    place === found.time || place === service || place === instance || cell === "" ? [] : [[cell, place] as const],
  );
  return wide.length === 0 ? undefined : { ...found, wide };
}

function takeRow(store: SeriesStore, columns: Columns, cells: readonly string[]): boolean {
  const at = store.readTime(cells[columns.time] ?? "");
  if (at === undefined) return false;
  const service = cells[columns.service] ?? "";
  const instance = cells[columns.instance] ?? "";
  if (columns.wide.length === 0) {
    const metric = cells[columns.metric] ?? "";
    const value = toNumber(cells[columns.value] ?? "");
    if (value === undefined || metric === "") return false;
    store.add({ service, metric, instance }, { at, value });
    return true;
  }
  let isRead = false;
  for (const [metric, place] of columns.wide) {
    const value = toNumber(cells[place] ?? "");
    if (value === undefined) continue;
    store.add({ service, metric, instance }, { at, value });
    isRead = true;
  }
  return isRead;
}

/** `12.5`, `1e3`, `35%`; an empty cell is no zero. */
function toNumber(text: string): number | undefined {
  if (text === "") return undefined;
  const plain = Number(text);
  const value = Number.isNaN(plain) && text.endsWith("%") ? Number(text.slice(0, -1)) : plain;
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
