import type { Fix, Meter } from "./field.ts";

/** A limit over a whole message, not over one field. */
export interface Total {
  readonly rule: string;
  /** What is summed: characters of the texts under a meter, or how often shapes of these names occur. */
  readonly of: Meter | readonly string[];
  readonly max: number;
  readonly fix: Fix;
  readonly sources: string;
  readonly choice?: string;
}

/** Beyond this, texts that are mostly rich text may be refused: 11,341 characters were (bolt-js #2867). */
export const advisedRichText = 10_000;

export const totals: readonly Total[] = [
  {
    rule: "message.text_total.max_length",
    of: "text",
    max: 12_000,
    fix: "split-message",
    sources: "bolt-js #2509 #2867",
    choice:
      "Undocumented: `msg_blocks_too_long` at about 13,200 characters, less with containers around them. 12,000 is refused here; above 10,000, mostly of rich text, draws a warning.",
  },
  {
    rule: "message.markdown_total.max_length",
    of: "markdown",
    max: 12_000,
    fix: "split-message",
    sources: "D T",
    choice: "D and T say 12,000, about 13,300 were seen to pass (bolt-js #2509): 12,000.",
  },
  {
    rule: "message.table_total.max_length",
    of: "table",
    max: 10_000,
    fix: "split-message",
    sources: "D K",
  },
  {
    rule: "message.data_table_total.max_length",
    of: "data_table",
    max: 20_000,
    fix: "split-message",
    sources: "D K",
    choice: "10,000 until 2026-09, 20,000 since.",
  },
  {
    rule: "message.tables.max_items",
    of: ["table", "data_table"],
    max: 1,
    fix: "split-message",
    sources: "K X",
    choice: "K speaks of `table`, X counts `data_table` too: one of either.",
  },
  {
    rule: "message.data_visualizations.max_items",
    of: ["data_visualization"],
    max: 2,
    fix: "split-message",
    sources: "K X",
  },
];
