/** Errors of the Java machine and of .NET: class and message, the frames, and below them what it wraps. */

import { parseFrame } from "../parse-frame.ts";
import type { BeginTrace } from "./trace-reading.ts";

const PACKAGE = String.raw`(?:[A-Za-z_$][\w$]{0,60}\.)`;
const CLASS = String.raw`[A-Z][\w$]{0,80}(?:Exception|Error|Throwable|Failure))(?: \(\w{1,12}\))?(?:: (.{0,4000}))?`;
const BEGIN = new RegExp(
  String.raw`^\s{0,8}(Exception in thread "[^"]{1,80}" |Unhandled exception\. ?)?(${PACKAGE}{1,8}${CLASS}$`,
  "s",
);
const CAUSE = new RegExp(String.raw`^\s{0,8}(?:Caused by: |---> |Suppressed: )(${PACKAGE}{0,8}${CLASS}$`, "s");
const END_OF_INNER = /^\s{0,8}--- End of (?:inner exception stack trace|stack trace from previous location)/;
const MOST_LINES = 2_000;
const MOST_ERRORS = 20;

interface Draft {
  readonly name: string;
  readonly message: string[];
  readonly frames: string[];
}

export const beginManagedTrace: BeginTrace = (first) => {
  const [whole, uncaught, name = "", message = ""] = BEGIN.exec(first) ?? [];
  if (whole === undefined) return undefined;
  const errors: Draft[] = [startDraft(name, message)];
  let at = 0;
  let lines = 0;

  function take(line: string): boolean {
    lines += 1;
    if (lines > MOST_LINES) return false;
    const cause = CAUSE.exec(line);
    if (cause !== null) return startCause(cause);
    if (END_OF_INNER.test(line)) {
      at = Math.max(0, at - 1);
      return true;
    }
    if (parseFrame(line) === undefined) return false;
    errors[at]?.frames.push(line.trim());
    return true;
  }

  function startCause([, inner = "", said = ""]: RegExpExecArray): boolean {
    if (errors.length < MOST_ERRORS) errors.push(startDraft(inner, said));
    at = errors.length - 1;
    return true;
  }

  return { take, finish: () => (lines < 2 ? undefined : { errors, crash: uncaught !== undefined }) };
};

function startDraft(name: string, message: string): Draft {
  return { name, message: [message], frames: [] };
}
