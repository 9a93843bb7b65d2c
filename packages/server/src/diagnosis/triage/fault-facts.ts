/** A fault of the log as facts: one for each error that failed by itself. */

import type { FrameFact } from "../../domain/evidence.ts";
import type { Fault } from "../fold-faults.ts";
import type { ErrorBlock } from "../join-lines.ts";
import { firstLineOf, maskText } from "../mask-text.ts";
import type { Link } from "../read-error-block.ts";
import { signFault } from "../sign-fault.ts";
import type { ErrorFact, ErrorLink } from "./error-fact.ts";
import { isOwnSlip } from "./is-own-slip.ts";
import type { Origin } from "./join-entry.ts";
import { byWords } from "./name-component.ts";
import type { FactOptions } from "./outside-facts.ts";
import { readErrorLink } from "./read-error-link.ts";

const LONGEST_SAMPLE = 4_000;
const OF_BOLT =
  /^\[?[A-Z]\w{0,60}Error\b|^Slack API error|\bnot acknowledged\b|\back\(\)|Authorization of incoming|verif|^HTTP error|^Rate limited, retry|unhandled error/i;
/** Node's events and warnings, asyncio, and what programs write in their handlers for these. */
const UNHANDLED =
  /\bunhandled[ _-]?(?:promise[ _-]?)?(?:rejection|exception|error)|\buncaught[ _-]?(?:promise[ _-]?)?(?:exception|rejection|error)|\bUncaught\b|\bexception was never retrieved/i;
const LONGEST_REPORT = 120;
const OF_SOCKET = /\bWebSocket\b|Socket Mode|WSS URL|\bpong\b|SMWebsocketError/;
const OF_WEB_CLIENT = /^http request failed|^API Call failed|\[json-pointer:/;

/** A fact, and whether its line said that it would be tried again. */
export interface FaultFact {
  readonly fact: ErrorFact;
  readonly isRetried: boolean;
}

export function toFaultFacts(fault: Fault, options: FactOptions): readonly FaultFact[] {
  const blocks = fault.blocks as readonly ErrorBlock<Origin>[];
  const origins = blocks.flatMap(({ origin }) => (origin === undefined ? [] : [origin]));
  const [first] = origins;
  if (first === undefined) return [];
  const isRetried = origins.every(({ judgement }) => judgement === "retry");
  const common = commonOf(fault, origins, options);
  const around = aroundOf(fault, origins);
  return fault.text.chains.map((links, index) => {
    const chain = chainOf(
      links,
      { around, pointers: pointersIn(blocks), reporter: common.reporter, frames: common.ownFrames },
      options,
    );
    if (index === 0) return { fact: { ...common, chain }, isRetried };
    const inner = firstLineOf(links.at(-1)?.message ?? "");
    const signature = options.hash(`${common.signature}\n${maskText(inner, options.masks)}`);
    return {
      fact: { ...common, chain, signature, template: maskText(options.redact(inner), options.masks) },
      isRetried,
    };
  });
}

function commonOf(fault: Fault, origins: readonly Origin[], options: FactOptions): Omit<ErrorFact, "chain"> {
  const { redact } = options;
  const { id, template, ownFrames } = signFault(fault, options);
  const operation = origins.find((one) => one.operation !== undefined)?.operation;
  const isWarned = origins.every(({ judgement }) => judgement === "warn" || judgement === "retry");
  return {
    ...ownOf(fault, options),
    signature: id,
    template,
    ownFrames,
    reporter: reporterOf(fault, origins[0]?.logger),
    crash: fault.blocks.some(({ crash }) => crash),
    ...(isUnhandled(fault, origins) ? { unhandled: true } : {}),
    severity: isWarned ? "warn" : "error",
    recovered: false,
    ...(operation === undefined ? {} : { operation: redact(operation) }),
    sample: redact(sampleOf(fault, origins[0])).slice(0, LONGEST_SAMPLE),
  };
}

/** What no other fault has: its place, its time and its request. */
export function ownOf({ blocks }: Fault, { redact }: FactOptions): Pick<ErrorFact, "line" | "at" | "requestId"> {
  const origins = (blocks as readonly ErrorBlock<Origin>[]).flatMap(({ origin }) => origin ?? []);
  const requestId = origins.find((one) => one.requestId !== undefined)?.requestId;
  const at = origins[0]?.at;
  return {
    line: Math.min(...origins.map(({ line }) => line)),
    ...(at === undefined ? {} : { at }),
    ...(requestId === undefined ? {} : { requestId: redact(requestId) }),
  };
}

function reporterOf({ blocks }: Fault, logger: string | undefined): ErrorFact["reporter"] {
  const said = blocks[0]?.lines[0] ?? "";
  const channels = new Set(blocks.map(({ channel }) => channel));
  if (OF_SOCKET.test(said) || /^socket-mode:/.test(logger ?? "")) return "socket";
  if (/^web-api:/.test(logger ?? "") || OF_WEB_CLIENT.test(said)) return "web-client";
  if (blocks.some(({ crash }) => crash)) return "node";
  if (channels.size === 1 && channels.has("runner")) return "runner";
  return channels.has("bolt-again") || (logger !== undefined && OF_BOLT.test(said)) ? "bolt" : "bot";
}

interface Surroundings {
  /** What stood before the error, and the operation and the logger that wrote it. */
  readonly around: string;
  readonly pointers: readonly string[];
  readonly reporter: ErrorFact["reporter"];
  readonly frames: readonly FrameFact[];
}

function chainOf(links: readonly Link[], about: Surroundings, { redact }: FactOptions): readonly ErrorLink[] {
  const read = links.map((link, depth) => readErrorLink(link, depth === 0 ? about.around : "", redact));
  const pointed = about.pointers.length > 0 && !isOwnSlip(links.at(-1)?.errorClass);
  const chain = pointed ? withPointers(read, about.pointers) : read;
  if (chain.some(({ component }) => component !== undefined)) return chain;
  if (about.reporter === "socket" || about.reporter === "web-client") return withComponent(chain, "slack");
  return isOwnSlip(links.at(-1)?.errorClass) ? chain : withComponent(chain, byCode(about.frames));
}

function sampleOf({ blocks }: Fault, first: Origin | undefined): string {
  const text = blocks.flatMap(({ lines }) => lines).join("\n");
  const said = first?.said ?? "";
  return said === "" || text.includes(said) ? text : `${said}: ${text}`;
}

/** By the words before the error, never by its own. */
function isUnhandled({ text, blocks }: Fault, origins: readonly Origin[]): boolean {
  const { before = "", errorClass } = text.chains[0]?.[0] ?? {};
  const firsts = errorClass === undefined ? blocks.map(({ lines: [line = ""] }) => line.slice(0, LONGEST_REPORT)) : [];
  const reports = [before, ...firsts, ...origins.flatMap(({ said = "", source = "" }) => [said, source])];
  return reports.some((report) => UNHANDLED.test(report));
}

function aroundOf({ text }: Fault, origins: readonly Origin[]): string {
  const names = origins.flatMap(({ service = "", source = "", operation = "", said = "" }) => [
    operation,
    source,
    said,
    /^(?:mongod|postgres|redis)/.test(service) ? service : "",
  ]);
  return [text.chains[0]?.[0]?.before ?? "", ...names].join(" ").slice(0, 300);
}

/** Where no error names a dependency, the code of ours that called it may: `askClaude`, `src/attio/client.ts`. */
function byCode(frames: readonly FrameFact[]): string | undefined {
  const words = frames.slice(0, 2).map(({ path, symbol = "" }) => {
    return `${path.split(/[\\/]/).slice(-2).join(" ")} ${symbol.replace(/([a-z])([A-Z])/g, "$1 $2")}`;
  });
  return byWords(words.join(" "));
}

/** The same chain, its innermost error at this dependency. */
export function withComponent(chain: readonly ErrorLink[], component: string | undefined): readonly ErrorLink[] {
  if (component === undefined) return chain;
  return chain.map((link, index) => (index === chain.length - 1 ? { ...link, component } : link));
}

/** WebClient says each place that Slack refused in a line of its own. */
function pointersIn(blocks: readonly ErrorBlock<Origin>[]): readonly string[] {
  const lines = blocks.filter(({ channel }) => channel === "pointer").map(({ lines: [line = ""] }) => line);
  return lines.flatMap((line) => /\[json-pointer:([^\]\s]{1,200})\]/.exec(line)?.[1] ?? []).slice(0, 10);
}

function withPointers(chain: readonly ErrorLink[], pointers: readonly string[]): readonly ErrorLink[] {
  const inner = chain.at(-1);
  if (inner === undefined) return chain;
  const all = [...new Set([...(inner.pointers ?? []), ...pointers])];
  return [...chain.slice(0, -1), { ...inner, component: inner.component ?? "slack", pointers: all }];
}
