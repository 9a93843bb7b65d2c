/** Python's traceback: the innermost frame and the error come last, and what it wraps stands above it. */

import { type BeginTrace, type TracedError, writeFrame } from "./trace-reading.ts";

const BEGIN = /^(?:[ |+]{0,40}Exception Group )?[ |]{0,40}Traceback \(most recent call last\):\s{0,4}$/;
const FRAME = /^[> ]{0,12}File "([^"]{1,400})", line (\d{1,9})(?:, in (.{1,120}))?$/;
const CLASS = /^([A-Za-z_][\w]{0,80}(?:\.[A-Za-z_][\w<>]{0,80}){0,8})(?:: (.*)|:)?$/s;
const CHAINED =
  /^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):$/;
/** A list of errors, drawn with a margin. */
const MARGIN = /^ {0,20}(?:\| ?|\+-\+?-{1,20} \d{1,4} -{1,20}$|\+-{4,60}$)/;
/** Messages that libraries write over several lines go on so. */
const GOES_ON =
  /^(?:The server responded with: |\(Background on this error at: |\[SQL: |\[parameters: |(?:DETAIL|HINT|CONTEXT|LINE \d{1,6}): ?|\s{2,}\S|[{[(<"']|\S{1,40} (?:Is|is) the server |Call log:|For more information|During (?:task|handling) |[a-z])/;
/** Somebody asked for it. */
const ASKED = /^(?:KeyboardInterrupt|SystemExit|asyncio\.exceptions\.CancelledError|GeneratorExit)$/;
const MOST_MESSAGE_LINES = 30;
const MOST_ERRORS = 20;
const MOST_LINES = 2_000;

interface Draft {
  name: string | undefined;
  readonly message: string[];
  readonly frames: string[];
}

type State = "stack" | "message" | "gap" | "chained" | "over";

export const beginPythonTrace: BeginTrace = (line) => {
  if (!BEGIN.test(line)) return undefined;
  const indent = /^ */.exec(line)?.[0] ?? "";
  const isGroup = /Exception Group|^\s*\|/.test(line);
  const errors: Draft[] = [startDraft()];
  let state: State = "stack";
  let lines = 0;

  function take(raw: string): boolean {
    lines += 1;
    if (state === "over" || lines > MOST_LINES) return false;
    const text = isGroup ? raw.replace(MARGIN, "") : withoutIndent(raw, indent);
    if (isGroup && text !== raw && text.trim() === "") startNext();
    else state = nextState(text);
    return state !== "over";
  }

  /** In a group, another error begins at each rule. */
  function startNext(): void {
    if (errors.at(-1)?.name !== undefined && errors.length < MOST_ERRORS) errors.push(startDraft());
    state = "stack";
  }

  function nextState(text: string): State {
    if (state === "stack") return readStack(text);
    if (state === "message") return readMessage(text);
    if (CHAINED.test(text)) return "chained";
    if (text.trim() === "") return state;
    return state === "chained" && BEGIN.test(text.trimStart()) ? readNext() : "over";
  }

  function readNext(): State {
    if (errors.length < MOST_ERRORS) errors.push(startDraft());
    return "stack";
  }

  function readStack(text: string): State {
    const draft = errors.at(-1);
    const frame = FRAME.exec(text);
    if (frame !== null) draft?.frames.push(toFrame(frame));
    if (frame !== null || text.trim() === "" || /^[ │┌└]{2,}/.test(text) || BEGIN.test(text)) return "stack";
    const named = CLASS.exec(text);
    if (draft === undefined || named === null) return "over";
    draft.name = named[1];
    draft.message.push(named[2] ?? "");
    return "message";
  }

  function readMessage(text: string): State {
    if (text.trim() === "") return "gap";
    const draft = errors.at(-1);
    if (draft === undefined || draft.message.length > MOST_MESSAGE_LINES || !GOES_ON.test(text)) return "over";
    draft.message.push(text.trim());
    return "message";
  }

  function finish() {
    const told = errors.filter(({ name }) => name !== undefined);
    const [bare] = errors;
    // AWS Lambda writes class and message above.
    if (told.length === 0 && bare !== undefined && bare.frames.length > 0)
      return { errors: [{ message: [], frames: [...bare.frames].reverse() }], crash: false };
    const outer = isGroup ? told[0] : told.at(-1);
    if (outer?.name === undefined || ASKED.test(outer.name)) return undefined;
    const ordered = isGroup
      ? told.slice(0, 2)
      : told.filter((one) => one === outer || !ASKED.test(one.name ?? "")).reverse();
    return { errors: ordered.map(toError), crash: false };
  }

  return { take, finish };
};

function startDraft(): Draft {
  return { name: undefined, message: [], frames: [] };
}

function toFrame([, path = "", line = "", symbol = ""]: RegExpExecArray): string {
  return writeFrame({ path, line, symbol });
}

function withoutIndent(raw: string, indent: string): string {
  return indent !== "" && raw.startsWith(indent) ? raw.slice(indent.length) : raw;
}

function toError({ name = "Error", message, frames }: Draft): TracedError {
  return { name: name.replace(/^(?:__main__|builtins)\./, ""), message, frames: [...frames].reverse() };
}
