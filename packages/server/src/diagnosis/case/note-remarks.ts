/** Lines that are no failures of the bot and yet tell what else happened: machines, deliveries of data, certificates. */

import type { Instant } from "../../domain/instant.ts";
import type { LogEntry } from "../triage/log-entry.ts";
import type { EntryReading } from "../triage/read-entry.ts";
import { ARRIVED, CERTIFICATE, EXPIRED, PLATFORM, tellsOf } from "./no-change-words.ts";

export type RemarkKind = "machine" | "arrival" | "certificate";

export interface Remark {
  readonly at: Instant;
  readonly service: string;
  readonly kind: RemarkKind;
  readonly text: string;
}

export interface RemarkNotes {
  readonly take: (entry: LogEntry, reading: EntryReading, service: string) => void;
  readonly remarks: () => readonly Remark[];
}

/** What is said more often is usual. */
const MOST_OF_A_SHAPE = 20;
const MOST_SHAPES = 500;
const LONGEST = 400;

export function createRemarkNotes(): RemarkNotes {
  const byShape = new Map<string, Remark[]>();
  const take = ({ at, text, severity }: LogEntry, { judgement }: EntryReading, service: string): void => {
    if (at === undefined || judgement === "error" || severity === "debug") return;
    const said = text.slice(0, LONGEST);
    const kind = kindOf(said);
    if (kind === undefined) return;
    const shape = `${service} ${said.replace(/\S*\d\S*/g, "#").slice(0, 100)}`;
    const known = byShape.get(shape) ?? [];
    if (known.length >= MOST_OF_A_SHAPE || (byShape.size >= MOST_SHAPES && known.length === 0)) return;
    known.push({ at, service, kind, text: said });
    byShape.set(shape, known);
  };
  return { take, remarks: () => [...byShape.values()].flat() };
}

function kindOf(text: string): RemarkKind | undefined {
  if (CERTIFICATE.test(text) && EXPIRED.test(text)) return "certificate";
  if (tellsOf(text, PLATFORM)) return "machine";
  return ARRIVED.test(text) ? "arrival" : undefined;
}

/** What nobody had said long before is news. */
export function newsAbout(remarks: readonly Remark[], onset: Instant, within: number): readonly Remark[] {
  const byShape = Map.groupBy(remarks, ({ service, text }) => `${service} ${text.replace(/\S*\d\S*/g, "#")}`);
  return [...byShape.values()]
    .filter((said) => said.every(({ at }) => at >= onset - within))
    .flatMap((said) => said.filter(({ at }) => at <= onset + within))
    .sort((one, other) => one.at - other.at || (one.text < other.text ? -1 : 1));
}
