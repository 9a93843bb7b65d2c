import type { Finding } from "../finding.ts";
import { isRecord, type Json } from "../json.ts";
import type { Profile } from "../problem.ts";
import { splitText } from "../text/split-text.ts";
import { toText } from "../text/to-text.ts";
import { truncateText } from "../text/truncate-text.ts";
import { type Draft, rememberItems } from "./draft.ts";
import { packBlocks, trimBlocks } from "./pack-blocks.ts";
import { chunk } from "./split-block.ts";

interface Fitting {
  readonly profile: Profile | undefined;
  /** Whether it may become several messages; where not, what is too much is cut. */
  readonly maySplit: boolean;
}

/** What is shown of a message under the key that has too much. */
type Piece = string | readonly unknown[];

/** The messages that show together what was too much for one, or the one that shows the beginning of it. */
export function fitMessage(draft: Draft, finding: Finding, fitting: Fitting): readonly Json[] {
  const message = isRecord(draft.root) ? draft.root : {};
  const field = String(finding.path[0]);
  const pieces = piecesOf(draft, finding, { ...fitting, value: message[field] });
  const { attachments, ...rest } = message;
  const first = pieces.length > 1 ? rest : message;
  return pieces.map((piece, index) => {
    const own = index === 0 ? first : continueMessage(message, field, piece);
    const isEnd = index === pieces.length - 1 && attachments !== undefined;
    return { ...own, ...(isEnd ? { attachments } : {}), [field]: piece };
  });
}

function piecesOf(draft: Draft, finding: Finding, fitting: Fitting & { value: unknown }): readonly Piece[] {
  const { value, profile, maySplit } = fitting;
  const { path, limit = 0 } = finding;
  if (typeof value === "string") {
    return maySplit ? splitText(value, limit) : [truncateText(value, limit)];
  }
  const items = Array.isArray(value) ? value : [];
  rememberItems(draft, items);
  if (path[0] === "attachments") {
    return chunk(items, limit).slice(0, maySplit ? items.length : 1);
  }
  return maySplit ? packBlocks(items, profile) : [trimBlocks(items, profile)];
}

/** What a further message takes along: where it goes and how, but nothing that was shown or told already. */
function continueMessage(message: Json, field: string, piece: Piece): Json {
  const { text, blocks, attachments, markdown_text: markdown, metadata, ...place } = message;
  const spoken = typeof text === "string" && text !== "" && field !== "markdown_text" ? toText({ [field]: piece }) : "";
  return spoken === "" ? place : { ...place, text: spoken };
}
