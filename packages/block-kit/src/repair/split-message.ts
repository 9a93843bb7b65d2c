import type { Finding } from "../finding.ts";
import { isRecord, type Json } from "../json.ts";
import type { Profile } from "../problem.ts";
import { splitText } from "../text/split-text.ts";
import { toText } from "../text/to-text.ts";
import { truncateText } from "../text/truncate-text.ts";
import { type Draft, read, remember, write } from "./draft.ts";
import { packBlocks, trimBlocks } from "./pack-blocks.ts";
import { chunk } from "./split-block.ts";

/** What of a message is too much: the key of it. */
type Field = "blocks" | "attachments" | "markdown_text";

/** The messages that show together what was too much for one. */
export function splitMessage(draft: Draft, finding: Finding, profile: Profile | undefined): readonly Json[] {
  const message = isRecord(draft.root) ? draft.root : {};
  const field = fieldOf(finding);
  const pieces = piecesOf(draft, finding, profile).filter((piece) => piece.length > 0);
  const last = pieces.length - 1;
  return pieces.map((piece, index) => {
    const own = index === 0 ? message : continueMessage(message, field, piece);
    const { attachments, ...rest } = own;
    const isPlace = index === last && field !== "attachments" && message.attachments !== undefined;
    return { ...rest, ...(isPlace ? { attachments: message.attachments } : {}), [field]: piece };
  });
}

/** Cuts a message that must stay one. */
export function fitMessage(draft: Draft, finding: Finding, profile: Profile | undefined): void {
  const field = fieldOf(finding);
  const value = read(draft.root, [field]);
  const { limit = 0 } = finding;
  if (typeof value === "string") {
    write(draft, [field], truncateText(value, limit));
  } else if (Array.isArray(value)) {
    const isCounted =
      field === "attachments" || (finding.constraint === "max_items" && finding.rule.endsWith("blocks.max_items"));
    write(draft, [field], isCounted ? value.slice(0, limit) : trimBlocks(value, profile));
  }
}

function fieldOf({ path }: Finding): Field {
  return path[0] as Field;
}

function piecesOf(
  draft: Draft,
  finding: Finding,
  profile: Profile | undefined,
): readonly (string | readonly unknown[])[] {
  const field = fieldOf(finding);
  const value = read(draft.root, [field]);
  if (typeof value === "string") {
    return splitText(value, finding.limit ?? 0);
  }
  const items = Array.isArray(value) ? value : [];
  for (const [index, item] of items.entries()) {
    remember(draft, item, index);
  }
  return field === "attachments" ? chunk(items, finding.limit ?? 1) : packBlocks(items, profile);
}

/** What a further message takes along: where it goes and how, but nothing that was shown or told already. */
function continueMessage(message: Json, field: Field, piece: string | readonly unknown[]): Json {
  const { text, blocks, attachments, markdown_text: markdown, metadata, ...place } = message;
  const spoken = typeof text === "string" && text !== "" && field !== "markdown_text" ? toText({ [field]: piece }) : "";
  return spoken === "" ? place : { ...place, text: spoken };
}
