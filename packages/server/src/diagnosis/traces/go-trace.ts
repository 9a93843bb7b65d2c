/** Go's panic: its message, then for each goroutine a call and the place where it stood. */

import { type BeginTrace, writeFrame } from "./trace-reading.ts";

const BEGIN = /^(?:panic: |fatal error: |http: panic serving \S{1,80}: |.{0,80}\bRecovered from panic: )(.{1,2000})$/s;
const GOROUTINE = /^goroutine \d{1,12} (?:gp=\S{1,40} m=\S{1,20} (?:mp=\S{1,40} )?)?\[/;
const CALL = /^(?:created by )?([\w./*()-]{1,200}?)(?:\([^()]{0,200}\)|\(\.\.\.\))?(?: in goroutine \d{1,12})?$/;
const PLACE = /^\t(\S{1,400}):(\d{1,9})(?: \+0x[0-9a-f]{1,16})?$/;
const MOST_LINES = 2_000;
const END = /^(?:exit status \d{1,3}|\[originating from goroutine|rax |rip |\.\.\.additional frames elided)/;

type State = "message" | "stack" | "call" | "other" | "over";

export const beginGoTrace: BeginTrace = (first) => {
  const [, message] = BEGIN.exec(first) ?? [];
  if (message === undefined || !/^(?:panic|fatal error|http: panic|.*Recovered)/.test(first)) return undefined;
  const told = [message.replace(/ \[recovered\]$/, "")];
  const frames: string[] = [];
  let state: State = "message";
  let symbol = "";
  let lines = 0;

  function take(line: string): boolean {
    lines += 1;
    if (state === "over" || lines > MOST_LINES) return false;
    state = END.test(line) ? state : nextState(line);
    return state !== "over";
  }

  function nextState(line: string): State {
    if (GOROUTINE.test(line)) return state === "message" ? "stack" : "other";
    if (state === "message") return readMessage(line);
    return line.trim() === "" ? state : readStack(line);
  }

  /** Only the goroutine that panicked tells why; it is the first. */
  function readStack(line: string): State {
    const place = PLACE.exec(line);
    const call = place === null ? CALL.exec(line) : null;
    if (place === null && call === null) return "over";
    if (state === "other") return "other";
    if (place !== null && state === "call")
      frames.push(writeFrame({ path: place[1] ?? "", line: place[2] ?? "", symbol }));
    symbol = call?.[1] ?? "";
    return call === null ? "stack" : "call";
  }

  function readMessage(line: string): State {
    if (line.trim() === "" || line.startsWith("[signal ")) return "message";
    if (!/^(?:\s|panic: |goroutine )/.test(line) || told.length > 10) return "over";
    told.push(line.trim());
    return "message";
  }

  function finish() {
    const isCrash = first.startsWith("panic: ") || first.startsWith("fatal error: ");
    const own = frames.filter((frame) => !frame.includes("/src/runtime/"));
    return { errors: [{ message: [`panic: ${told[0]}`, ...told.slice(1)], frames: own }], crash: isCrash };
  }

  return { take, finish };
};
