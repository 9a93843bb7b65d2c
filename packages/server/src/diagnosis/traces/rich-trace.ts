/** Python's traceback as the library rich draws it: a box of frames, and the error below it. */

import { type BeginTrace, writeFrame } from "./trace-reading.ts";

const BEGIN = /^╭─{1,200} Traceback \(most recent call last\) ─{1,200}╮\s{0,4}$/;
const FRAME = /^│ ([^\s│][^│]{0,300}?):(\d{1,9}) in (\S{1,120}?)\s{0,200}│\s{0,4}$/;
const CLASS = /^([A-Za-z_]\w{0,80}(?:\.[A-Za-z_]\w{0,80}){0,8}): ?(.*)$/s;
const GOES_ON = /^(?:The server responded with: |[a-z(['"{])/;
const MOST_LINES = 3_000;

export const beginRichTrace: BeginTrace = (first) => {
  if (!BEGIN.test(first)) return undefined;
  const frames: string[] = [];
  const message: string[] = [];
  let name: string | undefined;
  let lines = 0;

  function take(line: string): boolean {
    lines += 1;
    if (lines > MOST_LINES) return false;
    if (name === undefined && /^[│╰╭]/.test(line)) return takeBox(line);
    return name === undefined ? takeClass(line) : takeMore(line);
  }

  function takeBox(line: string): boolean {
    const [found, path = "", number = "", symbol = ""] = FRAME.exec(line) ?? [];
    if (found !== undefined) frames.push(writeFrame({ path, line: number, symbol }));
    return true;
  }

  function takeClass(line: string): boolean {
    const match = CLASS.exec(line);
    name = match?.[1];
    message.push(match?.[2] ?? "");
    return match !== null;
  }

  function takeMore(line: string): boolean {
    const isMore = GOES_ON.test(line) && message.length < 30;
    // Long lines were cut at the width of the terminal.
    if (isMore && /^[a-z(['"{]/.test(line)) message.push(`${message.pop() ?? ""}${line.trim()}`);
    else if (isMore) message.push(line.trim());
    return isMore;
  }

  return {
    take,
    finish: () =>
      name === undefined ? undefined : { errors: [{ name, message, frames: frames.reverse() }], crash: false },
  };
};
