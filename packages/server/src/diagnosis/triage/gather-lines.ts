/** Objects that were printed over many lines, as JSON or as Node inspects them, gathered to one line of JSON. */

import { readPythonValue } from "./read-python-value.ts";

export interface GatheredLine {
  /** Where it begins in the input. */
  readonly line: number;
  readonly text: string;
}

export interface LineGatherer {
  take(line: number, text: string): readonly GatheredLine[];
  isWaiting(): boolean;
  finish(): readonly GatheredLine[];
}

const MOST_LINES = 400;
const KEY = /^\s{1,8}(?:"[^"]{1,80}"|'[^']{1,80}'|[A-Za-z_$][\w$]{0,80}|\[[\w$]{1,80}\]): ?\S/;
/** An inspected error with its stack is read as it stands. */
const OF_STACK = /^\s{1,40}(?:at |\[?[\w$]{1,60}\]?: \[?[A-Z][\w$]{0,60}(?:Error|Exception)\b)/;

export function createLineGatherer(): LineGatherer {
  let held: GatheredLine[] = [];

  function release(): readonly GatheredLine[] {
    const lines = held;
    held = [];
    return lines;
  }

  function take(line: number, text: string): readonly GatheredLine[] {
    if (held.length === 0 && text !== "{") return [{ line, text }];
    held.push({ line, text });
    const isSecond = held.length === 2;
    if (held.length === 1 || (isSecond && KEY.test(text) && !OF_STACK.test(text))) return [];
    if (isSecond || held.length > MOST_LINES || OF_STACK.test(text) || !/^(?:\s|[}\]])/.test(text)) return release();
    return /^\}[,;]?\s{0,4}$/.test(text) ? close() : [];
  }

  function close(): readonly GatheredLine[] {
    const [first] = held;
    const whole = held.map(({ text }) => text).join("\n");
    const value = parse(whole) ?? readPythonValue(whole);
    if (first === undefined || typeof value !== "object" || value === null) return release();
    held = [];
    return [{ line: first.line, text: JSON.stringify(value) }];
  }

  return { take, isWaiting: () => held.length > 0, finish: release };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/[,;]\s{0,4}$/, ""));
  } catch {
    return undefined;
  }
}
