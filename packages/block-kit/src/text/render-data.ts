import { field, listField, stringField } from "./read-field.ts";
import { richTextToMrkdwn } from "./rich-text-to-mrkdwn.ts";
import { escapeText, joinLines, joinParts, writeMarked } from "./write-mrkdwn.ts";

/** A `table` or `data_table`, a row a line. */
export function renderTable(table: unknown): string {
  const caption = writeMarked(escapeText(stringField(table, "caption")), "*");
  const rows = listField(table, "rows").map((row) => (Array.isArray(row) ? renderRow(row) : ""));
  return joinLines([caption, ...rows]);
}

/** A `data_visualization`: its title and the numbers of each series. */
export function renderChart(block: unknown): string {
  const chart = field(block, "chart");
  const title = writeMarked(escapeText(stringField(block, "title")), "*");
  const series = listField(chart, "series").map((one) =>
    joinParts([escapeText(stringField(one, "name")), renderPoints(listField(one, "data"))], ": "),
  );
  return joinLines([title, ...series, renderPoints(listField(chart, "segments"))]);
}

/** Empty cells stay, or the columns would no longer stand below each other; empty rows go. */
function renderRow(row: readonly unknown[]): string {
  const cells = row.map((cell) => renderCell(cell).replace(/\s+/g, " ").trim());
  return cells.every((cell) => cell === "") ? "" : cells.join(" | ");
}

function renderCell(cell: unknown): string {
  if (stringField(cell, "type") === "rich_text") return richTextToMrkdwn(cell);
  return escapeText(stringField(cell, "text") || numberField(cell, "value"));
}

function renderPoints(points: readonly unknown[]): string {
  const written = points.map((point) => `${escapeText(stringField(point, "label"))} ${numberField(point, "value")}`);
  return joinParts(written, ", ");
}

function numberField(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === "number" ? String(found) : "";
}
