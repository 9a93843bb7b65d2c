/** Ruby's errors: the place, the message and then the class; the callers follow, and below them what it wraps. */

import { type BeginTrace, type TracedError, writeFrame } from "./trace-reading.ts";

const HEAD = /^(?:([^\s:]{1,300}):(\d{1,9}):in [`']([^']{1,120})': )?(.{0,2000}?) ?\(([A-Z][\w:]{1,120})\)$/s;
const BEGIN = /^[^\s:]{1,300}\.rb:\d{1,9}:in [`'][^']{1,120}': /;
const FRAME = /^\s{0,20}(?:\d{1,4}: )?(?:from )?([^\s:]{1,300}):(\d{1,9}):in [`']([^']{1,120})'$/;
const BOXED_HEAD = /^\s{1,20}\| {1,6}([A-Z][\w:]{1,120}(?:Error|Exception|Timeout|E[A-Z]{4,20})): (.{0,2000})$/s;
const BOXED_FRAME = /^\s{1,20}\| {1,6}(?:→ )?([^\s:]{1,300}):(\d{1,9}):? ?in [`']([^']{1,120})'$/;
const MOST_LINES = 1_000;
const SHOWN_LINES = 3;

interface Draft {
  readonly name: string;
  readonly message: string[];
  readonly frames: string[];
}

export const beginRubyTrace: BeginTrace = (first) => {
  const begun = BEGIN.test(first) ? toDraft(first) : undefined;
  if (begun === undefined) return undefined;
  const errors: Draft[] = [begun];
  let lines = 0;
  let isShown = false;

  function take(line: string): boolean {
    lines += 1;
    const frame = FRAME.exec(line);
    if (lines > MOST_LINES) return false;
    if (frame !== null) {
      errors.at(-1)?.frames.push(toFrame(frame));
      return true;
    }
    if (isOfSource(line)) return true;
    const next = BEGIN.test(line) ? toDraft(line) : undefined;
    if (next !== undefined) errors.push(next);
    return next !== undefined || /^\s{1,20}\.\.\. \d{1,6} levels\.\.\.$/.test(line);
  }

  /** Below the message Ruby shows the line that failed, and marks the place in it. */
  function isOfSource(line: string): boolean {
    if (lines === 1) isShown = line.trim() === "";
    return isShown && lines <= SHOWN_LINES && !BEGIN.test(line);
  }

  return { take, finish: () => ({ errors: errors.map(toError), crash: true }) };
};

/** The gem `console`, which async programs log by, writes errors behind a bar, the frames below an arrow. */
export const beginConsoleTrace: BeginTrace = (first) => {
  const [, name, message = ""] = BOXED_HEAD.exec(first) ?? [];
  if (name === undefined) return undefined;
  const frames: string[] = [];
  return {
    take: (line) => {
      const frame = BOXED_FRAME.exec(line);
      if (frame !== null && frames.length < MOST_LINES) frames.push(toFrame(frame));
      return frame !== null;
    },
    finish: () =>
      frames.length === 0 ? undefined : { errors: [toError({ name, message: [message], frames })], crash: false },
  };
};

function toDraft(line: string): Draft | undefined {
  const match = HEAD.exec(line);
  if (match === null) return undefined;
  const [, path, number = "", symbol = "", message = "", name = ""] = match;
  const frames = path === undefined ? [] : [writeFrame({ path, line: number, symbol })];
  return { name, message: [message], frames };
}

function toFrame([, path = "", line = "", symbol = ""]: RegExpExecArray): string {
  return writeFrame({ path, line, symbol });
}

/** `Errno::ECONNREFUSED` is the system's own code. */
function toError({ name, message, frames }: Draft): TracedError {
  const code = /^Errno::(E[A-Z]+)$/.exec(name)?.[1];
  return {
    name: code === undefined ? name : "SystemCallError",
    message: code === undefined ? message : [`${code}: ${message[0]}`],
    frames,
  };
}
