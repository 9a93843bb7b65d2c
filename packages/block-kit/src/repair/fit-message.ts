import type { Finding } from "../finding.ts";
import { asList, type Json } from "../json.ts";
import { splitText } from "../text/split-text.ts";
import { toText } from "../text/to-text.ts";
import { truncateText } from "../text/truncate-text.ts";
import { type Fitting, packBlocks } from "./pack-blocks.ts";
import { chunk, omit } from "./split-block.ts";

/** The messages that show together what was too much for one, or the one that shows the beginning of it. */
export function fitMessage(root: unknown, finding: Finding, fitting: Fitting): readonly Json[] {
  const message = root as Json;
  const field = String(finding.path[0]);
  const pieces = fitPart(message[field], finding, fitting);
  const { attachments, ...rest } = message;
  return pieces.map((piece, index) => ({
    ...(index === 0 ? rest : continueMessage(rest, field, piece)),
    ...(index === pieces.length - 1 && attachments !== undefined && { attachments }),
    [field]: piece,
  }));
}

/** What is shown under one key of a message, in pieces of which each fits into one. */
function fitPart(part: unknown, { path, limit = 0 }: Finding, fitting: Fitting): readonly unknown[] {
  const { maySplit } = fitting;
  if (typeof part === "string") {
    return maySplit ? splitText(part, limit) : [truncateText(part, limit)];
  }
  const items = asList(part);
  if (path[0] === "blocks") {
    return packBlocks(items, fitting);
  }
  return chunk(items, limit).slice(0, maySplit ? items.length : 1);
}

/** What a further message takes along: where it goes and how, but nothing that was shown or told already. */
function continueMessage(message: Json, field: string, piece: unknown): Json {
  const text = message.text ? toText({ [field]: piece }) : "";
  const place = omit(message, ["text", "blocks", "attachments", "markdown_text", "metadata"]);
  return text === "" ? place : { ...place, text };
}
