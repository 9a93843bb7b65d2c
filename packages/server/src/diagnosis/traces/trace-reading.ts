/** An error as a language prints it over several lines, and the same as Node prints it, which all further reading knows. */

/** Line by line: what a language's own reader has to tell. */
export interface TraceReading {
  /** Answers whether the line belongs to it; once it does not, none does any more. */
  take(line: string): boolean;
  /** `undefined` for what only looked like an error, and for an end that somebody asked for. */
  finish(): Trace | undefined;
}

/** Begins where a line is the first of such a print. */
export type BeginTrace = (line: string) => TraceReading | undefined;

export interface Trace {
  /** The error that came out in the end, then what it wraps; never empty. */
  readonly errors: readonly TracedError[];
  /** Nobody caught it, and the process ended. */
  readonly crash: boolean;
}

export interface TracedError {
  /** `slack_sdk.errors.SlackApiError`; absent where the language knows no classes. */
  readonly name?: string;
  /** Its message, in as many lines as it has. */
  readonly message: readonly string[];
  /** As Node writes them or as `parseFrame` knows them, the innermost first. */
  readonly frames: readonly string[];
}

export interface Place {
  readonly path: string;
  readonly line: string;
  readonly symbol: string;
}

const MOST_FRAMES = 60;
const DEEPEST = 10;

/** The error as Node would print it: class and message, stack, causes further in. */
export function writeTrace({ errors }: Trace): readonly string[] {
  return errors.slice(0, DEEPEST).flatMap((error, depth) => {
    const [first = "", ...more] = error.message;
    const head = `${nameOf(error)}${first}`.replace(/: $/, "");
    const start = depth === 0 ? head : `${"  ".repeat(depth)}[cause]: ${head}`;
    const margin = "  ".repeat(depth + 2);
    return [start, ...more, ...error.frames.slice(0, MOST_FRAMES).map((frame) => `${margin}${frame}`)];
  });
}

/** `ReadTimeout` says by no ending that it is a class; `Error [ReadTimeout]` does. */
function nameOf({ name }: TracedError): string {
  if (name === undefined) return "";
  if (/(?:Error|Exception)$/.test(name)) return `${name}: `;
  const parts = name.split(/\.|::/);
  const module = parts.slice(0, -1).join(".");
  return `${module === "" ? "" : `${module}.`}Error [${parts.at(-1)}]: `;
}

/** A frame as Node writes it. */
export function writeFrame({ path, line, symbol }: Place): string {
  const name = symbol.replace(/[()]/g, "");
  return /^<.*>$/.test(name) || name === "" ? `at ${path}:${line}` : `at ${name} (${path}:${line})`;
}
