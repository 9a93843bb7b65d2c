import {
  block,
  flag,
  list,
  number,
  object,
  oneOf,
  part,
  required,
  type Shape,
  shown,
  typed,
  unlimited,
  untyped,
} from "./field.ts";

const cells = "raw_text raw_number rich_text";
const text = shown(unlimited, { ...required, fixMin: "blank" });
const value = number(-unlimited, unlimited, { ...required, integer: false });
const label = shown(20);
const labelled = { label: { ...label, ...required } };
const title = shown(50);
const surfaces = ["message", "home"] as const;
const rows = { ...required, itemName: "cells", fix: "split" } as const;

/** Tables and charts. Their cells count towards limits of their own, for all tables of a message together. */
export const tables: readonly Shape[] = [
  block(
    "table",
    {
      rows: list(list(part(cells), [1, 20]), [1, 100], rows),
      column_settings: list(object("column_settings"), [0, 20], { nullable: true }),
    },
    { surfaces, meter: "table", carries: ["column_settings"] },
  ),
  untyped("column_settings", { align: oneOf("left center right"), is_wrapped: flag }),
  typed("action_cell", { element: part("button", required), fallback: part(cells) }),
  typed("raw_text", { text }),
  typed("raw_number", { value, text }),
  block(
    "data_table",
    {
      caption: shown(3000, required),
      rows: list(list(part(`${cells} action_cell`), [1, 20]), [2, 201], rows),
      page_size: number(1, 100),
      row_header_column_index: number(0, 19),
    },
    {
      surfaces,
      together: { even: ["rows"], plain_header: ["rows"] },
      meter: "data_table",
      carries: ["caption", "page_size", "row_header_column_index"],
      repeats: "rows",
    },
  ),
  block(
    "data_visualization",
    { title: { ...title, ...required }, chart: part("line bar area pie", required) },
    { surfaces },
  ),
  ...["line", "bar", "area"].map((name) =>
    typed(
      name,
      {
        series: list(object("series"), [1, 6], { ...required, unique: "name" }),
        axis_config: object("axis_config", required),
      },
      { together: { points: ["series"] } },
    ),
  ),
  typed("pie", { segments: list(object("segment"), [1, 6], required) }),
  untyped("series", { name: labelled.label, data: list(object("point"), [1, 20], required) }),
  untyped("point", { ...labelled, value }),
  untyped("segment", { ...labelled, value: { ...value, min: Number.MIN_VALUE, fixMin: "drop" } }),
  untyped("axis_config", { categories: list(label, [1, 20], required), x_label: title, y_label: title }),
];
