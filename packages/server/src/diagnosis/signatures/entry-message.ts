/** What an entry says, without what stands before it. */

import { firstLineOf } from "../mask-text.ts";
import type { LogEntry } from "../triage/log-entry.ts";
import { stripHeader } from "./strip-header.ts";

const LONGEST_MESSAGE = 2_000;
const MOST_FIELDS = 50;

/** Its first line; of a structured entry without a message, the names of its fields. `raw`: the line that it was read from. */
export function messageOf(entry: LogEntry, raw: string | undefined): string {
  const { at, text, fields } = entry;
  if (text === "" && fields !== undefined)
    return Object.keys(fields).slice(0, MOST_FIELDS).join(" ").slice(0, LONGEST_MESSAGE);
  const said = isUnwrapped(entry) && raw?.endsWith(text) ? raw : text;
  return stripHeader(firstLineOf(said).slice(0, LONGEST_MESSAGE), at !== undefined);
}

/** Nothing stood before the message but a word such as `error:`, which may be a part of it. */
function isUnwrapped({ at, service, logger, fields, severity, levelBy }: LogEntry): boolean {
  if (severity === undefined || levelBy !== undefined) return false;
  return at === undefined && service === undefined && logger === undefined && fields === undefined;
}
