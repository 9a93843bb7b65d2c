import { isRecord } from "./json.ts";

export const plain = (text: string) => ({ type: "plain_text", text });
export const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
export const section = (text: string, more: object = {}) => ({ type: "section", text: mrkdwn(text), ...more });
export const button = (id: string) => ({ type: "button", text: plain("Go"), action_id: id });
export const option = (value: string) => ({ text: plain("An option"), value });
export const cell = (text: string) => ({ type: "raw_text", text });
export const table = (rows: number) => ({ type: "table", rows: many(rows, (index) => [cell(`row ${index}`)]) });

export function richText(...texts: readonly string[]) {
  const elements = texts.map((text) => ({ type: "text", text }));
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

export function many<Item>(count: number, create: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => create(index));
}

/** Words of which no two are alike. */
export function words(count: number, start = 0): string {
  return many(count, (index) => `word${start + index}`).join(" ");
}

/** The texts of all blocks under a value, in order; not the `text` of a message. */
export function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(textsOf);
  }
  if (!isRecord(value)) {
    return [];
  }
  const { blocks, text, fields, elements, rows } = value;
  return typeof text === "string" && blocks === undefined ? [text] : textsOf([blocks, text, fields, elements, rows]);
}
