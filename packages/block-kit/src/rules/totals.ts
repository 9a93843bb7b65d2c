import type { Meter } from "./field.ts";

/** A limit over a whole message, not over one field. What is too much goes on in a further message. */
export interface Total {
  readonly rule: string;
  /** What is summed: characters of the texts under a meter, or how often shapes of these names occur. */
  readonly of: Meter | readonly string[];
  readonly max: number;
}

/** Beyond this, texts that are mostly rich text may be refused: 11,341 characters were (bolt-js #2867). */
export const advisedRichText = 10_000;

export const totals: readonly Total[] = [
  { rule: "message.text_total.max_length", of: "text", max: 12_000 },
  { rule: "message.markdown_total.max_length", of: "markdown", max: 12_000 },
  { rule: "message.table_total.max_length", of: "table", max: 10_000 },
  { rule: "message.data_table_total.max_length", of: "data_table", max: 20_000 },
  { rule: "message.tables.max_items", of: ["table", "data_table"], max: 1 },
  { rule: "message.data_visualizations.max_items", of: ["data_visualization"], max: 2 },
];
