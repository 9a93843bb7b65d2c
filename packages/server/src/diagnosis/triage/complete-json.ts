/** An object of JSON whose end was cut off, by us or by a collector: what stood whole before the cut. */

/** Deeper nesting is given up. */
const DEEPEST = 64;

/** Where a text that breaks off can end, and what is open there. */
interface Place {
  readonly end: number;
  readonly open: readonly string[];
}

interface Walk {
  readonly text: string;
  at: number;
  /** What closes the objects and lists around the place, the innermost last. */
  open: readonly string[];
  /** A value may stand here, rather than a name. */
  isValue: boolean;
  /** After the last value that stands whole. */
  whole: Place | undefined;
}

type Step = "on" | "cut" | "no-json";

/** The fields before the cut, of a text the part before it; `undefined` for what is no JSON, or not cut. */
export function completeJson(text: string): unknown {
  const walk: Walk = { text, at: 0, open: [], isValue: true, whole: undefined };
  let step: Step = text.startsWith("{") ? "on" : "no-json";
  while (step === "on" && walk.at < text.length) step = takeNext(walk);
  if (step === "no-json" || walk.whole === undefined) return undefined;
  const { end, open } = walk.whole;
  const isText = step === "cut" && walk.isValue;
  const kept = isText ? `${withoutHalfEscape(text)}"${closing(walk.open)}` : text.slice(0, end) + closing(open);
  try {
    return JSON.parse(kept);
  } catch {
    return undefined;
  }
}

function takeNext(walk: Walk): Step {
  const letter = walk.text.charAt(walk.at);
  if (letter === '"') return takeText(walk);
  if (letter === "{" || letter === "[") return takeOpening(walk, letter);
  if (letter === "}" || letter === "]") return takeClosing(walk, letter);
  if (letter === ",") {
    walk.whole = { end: walk.at, open: walk.open };
    walk.isValue = walk.open.at(-1) === "]";
  } else if (letter === ":") walk.isValue = true;
  else if (!walk.isValue && letter.trim() !== "") return "no-json";
  walk.at += 1;
  return "on";
}

function takeText(walk: Walk): Step {
  const end = endOfText(walk.text, walk.at);
  if (end === undefined) return "cut";
  walk.at = end + 1;
  if (walk.isValue) walk.whole = { end: walk.at, open: walk.open };
  return "on";
}

function takeOpening(walk: Walk, letter: string): Step {
  if (walk.open.length === DEEPEST || !walk.isValue) return "no-json";
  walk.at += 1;
  walk.open = [...walk.open, letter === "{" ? "}" : "]"];
  walk.isValue = letter === "[";
  walk.whole = { end: walk.at, open: walk.open };
  return "on";
}

function takeClosing(walk: Walk, letter: string): Step {
  if (walk.open.at(-1) !== letter || walk.open.length === 1) return "no-json";
  walk.at += 1;
  walk.open = walk.open.slice(0, -1);
  walk.isValue = walk.open.at(-1) === "]";
  walk.whole = { end: walk.at, open: walk.open };
  return "on";
}

function endOfText(text: string, start: number): number | undefined {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1))
    if (slashesBefore(text, end) % 2 === 0) return end;
  return undefined;
}

/** A text that breaks off within `\n` or `\u00e4` loses these. */
function withoutHalfEscape(text: string): string {
  const slash = text.lastIndexOf("\\");
  const isEscape = slash >= 0 && slashesBefore(text, slash) % 2 === 0;
  return isEscape && /^(?:|u[0-9a-fA-F]{0,3})$/.test(text.slice(slash + 1)) ? text.slice(0, slash) : text;
}

function slashesBefore(text: string, end: number): number {
  let start = end;
  while (text.charAt(start - 1) === "\\") start -= 1;
  return end - start;
}

function closing(open: readonly string[]): string {
  return open.toReversed().join("");
}
