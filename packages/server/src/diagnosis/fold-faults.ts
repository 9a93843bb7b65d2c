/** One fault is often reported several times: by the bot, by Bolt's error handler, by its receiver. It counts once. */

import type { Instant } from "../domain/instant.ts";
import type { Channel, ErrorBlock } from "./join-lines.ts";
import { type ErrorText, readErrorBlock } from "./read-error-block.ts";

export interface Fault {
  readonly at: Instant;
  /** The fullest report of it. */
  readonly text: ErrorText;
  readonly blocks: readonly ErrorBlock[];
}

/** Reports of one fault follow each other at once; a second of the same words later than this is another fault. */
const SAME_FAULT_MS = 5_000;
/** Open faults that are looked through, so that a flood of one error stays linear. */
const LOOK_BACK = 64;

interface OpenFault {
  readonly at: Instant;
  readonly blocks: ErrorBlock[];
  readonly channels: Set<Channel>;
  text: ErrorText;
}

interface Report {
  readonly block: ErrorBlock;
  readonly channel: Channel;
  readonly text: ErrorText;
  /** It tells that something failed, without its words. */
  readonly isWordless: boolean;
}

/** Blocks in the order of the log → faults in the order of their first report. */
export function foldFaults(blocks: readonly ErrorBlock[]): readonly Fault[] {
  const faults: OpenFault[] = [];
  const byMessage = new Map<string, OpenFault[]>();
  let pointers: ErrorBlock[] = [];
  for (const block of blocks) {
    if (block.channel === "pointer") {
      pointers.push(block);
      continue;
    }
    const report = readReport(block);
    const known = findByMessage(byMessage, report) ?? findByOrder(faults, report);
    const fault = known ?? startFault(report);
    if (known === undefined) faults.push(fault);
    else addTo(known, report);
    for (const message of report.text.messages) remember(byMessage, message, fault);
    if (pointers.length > 0) pointers = takePointers(pointers, fault, block);
  }
  const alone = pointers.map((block) => startFault(readReport(block)));
  return [...faults, ...alone].sort((one, other) => one.at - other.at);
}

/** Bolt's receiver repeats the error in brackets: `(type: event_callback, error: Error: …)`. */
function readReport(block: ErrorBlock): Report {
  const repeats = block.channel === "bolt-again" || block.channel === "socket";
  const inner = repeats ? /\berror: (.*)\)$/.exec(block.lines[0] ?? "")?.[1] : undefined;
  const text = inner === undefined ? readErrorBlock(block.lines, block.details) : readErrorBlock([inner]);
  const channel = block.channel === "said" && text.stacked ? "thrown" : block.channel;
  return { block, channel, text, isWordless: inner === undefined ? repeats : inner === "Error" };
}

function startFault({ block, channel, text }: Report): OpenFault {
  return { at: block.at, blocks: [block], channels: new Set([channel]), text };
}

function addTo(fault: OpenFault, { block, channel, text }: Report): void {
  fault.blocks.push(block);
  fault.channels.add(channel);
  if (weigh(text) > weigh(fault.text)) fault.text = text;
}

function weigh(text: ErrorText): number {
  return Number(text.stacked) * 4 + Number(text.ownFrames.length > 0) * 2 + Number(text.errorClass !== undefined);
}

/** The oldest fault of these words that this channel has not reported yet. */
function findByMessage(byMessage: ReadonlyMap<string, readonly OpenFault[]>, report: Report): OpenFault | undefined {
  for (const message of report.text.messages) {
    const found = byMessage
      .get(message)
      ?.slice(-LOOK_BACK)
      .find((fault) => isOpenFor(fault, report) && sameStack(fault.text, report.text));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isOpenFor(fault: OpenFault, { block, channel }: Report): boolean {
  return block.at - fault.at <= SAME_FAULT_MS && !fault.channels.has(channel);
}

function sameStack(one: ErrorText, other: ErrorText): boolean {
  const [first] = one.ownFrames;
  const [second] = other.ownFrames;
  if (first === undefined || second === undefined) return true;
  return first.path === second.path && first.line === second.line;
}

/** Reports without the error's words: the HTTP receivers' second line, and what npm says of a dead process. */
function findByOrder(faults: readonly OpenFault[], report: Report): OpenFault | undefined {
  const recent = faults.slice(-LOOK_BACK);
  if (report.channel === "runner") return recent.findLast((fault) => report.block.at - fault.at <= SAME_FAULT_MS);
  if (!report.isWordless) return undefined;
  return recent.find((fault) => fault.channels.has("bolt") && isOpenFor(fault, report));
}

function remember(byMessage: Map<string, OpenFault[]>, message: string, fault: OpenFault): void {
  const faults = byMessage.get(message);
  if (faults === undefined) byMessage.set(message, [fault]);
  else if (faults.at(-1) !== fault) faults.push(fault);
}

/** WebClient logs each complaint of Slack at error level just before it throws the error that carries them. */
function takePointers(pointers: ErrorBlock[], fault: OpenFault, block: ErrorBlock): ErrorBlock[] {
  if (!fault.text.messages.some((message) => message.includes("An API error occurred"))) return pointers;
  fault.blocks.push(...pointers.filter(({ at }) => block.at - at <= SAME_FAULT_MS));
  return pointers.filter(({ at }) => block.at - at > SAME_FAULT_MS);
}
