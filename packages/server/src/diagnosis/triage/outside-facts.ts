/** Failures that are told in one line of somebody else: the platform, Slack's socket, an operation's own end. */

import { maskText } from "../mask-text.ts";
import type { SignOptions } from "../sign-fault.ts";
import type { ErrorFact, ErrorLink } from "./error-fact.ts";
import type { LogEntry } from "./log-entry.ts";
import type { PlatformWord } from "./read-platform.ts";

export type FactOptions = SignOptions;

/** A line that tells no more than that an operation failed. */
export interface FailedOperation {
  readonly entry: LogEntry;
  readonly name: string;
  readonly requestId?: string;
}

const LONGEST_SAMPLE = 4_000;

export function toPlatformFact(entry: LogEntry, word: PlatformWord, options: FactOptions): ErrorFact {
  const { code, severity, ended, status } = word;
  const message = options.redact(word.message);
  const link: ErrorLink = { code, message, component: "platform", ...(status === undefined ? {} : { status }) };
  return {
    ...toFact(entry, link, options),
    signature: options.hash(`platform\n${code}`),
    reporter: "platform",
    crash: ended,
    severity,
  };
}

export function toSocketFact(entry: LogEntry, reason: string, options: FactOptions): ErrorFact {
  const message = `Slack closed the Socket Mode connection: ${reason}`;
  const link: ErrorLink = { type: reason, message, component: "slack" };
  return { ...toFact(entry, link, options), signature: options.hash(`socket\n${reason}`), reporter: "socket" };
}

export function toOperationFact({ entry, name, requestId }: FailedOperation, options: FactOptions): ErrorFact {
  const link: ErrorLink = { message: options.redact(entry.text.slice(0, LONGEST_SAMPLE)) };
  return {
    ...toFact(entry, link, options),
    signature: options.hash(`operation\n${name}`),
    operation: options.redact(name),
    ...(requestId === undefined ? {} : { requestId: options.redact(requestId) }),
  };
}

function toFact(entry: LogEntry, link: ErrorLink, { redact, masks }: FactOptions): Omit<ErrorFact, "signature"> {
  return {
    line: entry.line,
    ...(entry.at === undefined ? {} : { at: entry.at }),
    template: maskText(link.message, masks),
    chain: [link],
    ownFrames: [],
    reporter: "bot",
    crash: false,
    severity: "error",
    recovered: false,
    sample: redact(entry.text).slice(0, LONGEST_SAMPLE),
  };
}
