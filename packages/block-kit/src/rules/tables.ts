import { blockId, flag, list, number, object, oneOf, part, required, type Shape, shown } from "./field.ts";

const unlimited = Number.POSITIVE_INFINITY;
const cellText = shown(unlimited, { ...required, fixEmpty: "blank" });
const cells = ["raw_text", "raw_number", "rich_text"];
const row = list(part(cells), [1, 20]);
const label = shown(20);
const axisLabel = shown(50);
const surfaces = ["message", "home"] as const;

/** Tables and charts. Their cells count towards limits of their own, for all tables of a message together. */
export const tables: readonly Shape[] = [
  {
    name: "table",
    surfaces,
    fields: {
      block_id: blockId,
      rows: list(row, [1, 100], { ...required, itemName: "cells", fix: "split" }),
      column_settings: list(object("column_settings"), [0, 20], { nullable: true }),
    },
    meter: "table",
    carries: ["column_settings"],
  },
  {
    name: "column_settings",
    type: null,
    fields: { align: oneOf(["left", "center", "right"]), is_wrapped: flag },
  },
  {
    name: "action_cell",
    fields: { element: part(["button"], required), fallback: part(cells) },
  },
  { name: "raw_text", fields: { text: cellText } },
  {
    name: "raw_number",
    fields: { value: { is: "number", min: -unlimited, max: unlimited, ...required }, text: cellText },
  },
  {
    name: "data_table",
    surfaces,
    fields: {
      block_id: blockId,
      caption: shown(3000, required),
      rows: list(list(part([...cells, "action_cell"]), [1, 20]), [2, 201], {
        ...required,
        itemName: "cells",
        fix: "split",
      }),
      page_size: number(1, 100),
      row_header_column_index: number(0, 19),
    },
    together: [
      { is: "even", list: "rows" },
      { is: "plain-header", list: "rows" },
    ],
    meter: "data_table",
    carries: ["caption", "page_size", "row_header_column_index"],
    repeats: "rows",
  },
  {
    name: "data_visualization",
    surfaces,
    fields: {
      block_id: blockId,
      title: shown(50, required),
      chart: part(["line", "bar", "area", "pie"], required),
    },
  },
  ...["line", "bar", "area"].map(
    (name): Shape => ({
      name,
      fields: {
        series: list(object("series"), [1, 6], {
          ...required,
          unique: "name",
        }),
        axis_config: object("axis_config", required),
      },
      together: [{ is: "points" }],
    }),
  ),
  { name: "pie", fields: { segments: list(object("segment"), [1, 6], required) } },
  {
    name: "series",
    type: null,
    fields: { name: { ...label, ...required }, data: list(object("point"), [1, 20], required) },
  },
  {
    name: "point",
    type: null,
    fields: {
      label: { ...label, ...required },
      value: { is: "number", min: -unlimited, max: unlimited, ...required },
    },
  },
  {
    name: "segment",
    type: null,
    fields: {
      label: { ...label, ...required },
      value: { is: "number", min: Number.MIN_VALUE, max: unlimited, ...required, fix: "drop" },
    },
  },
  {
    name: "axis_config",
    type: null,
    fields: { categories: list(label, [1, 20], required), x_label: axisLabel, y_label: axisLabel },
  },
];
