/** The lines of a commit as they may be kept: of code, without secrets, and not too many. */

import type { Redact } from "./redact.ts";

/** Hunk headers and lines of one file of a unified diff, as they were written. */
export interface FileDiff {
  readonly path: string;
  readonly lines: readonly string[];
  /** Its lines were too many or too long to be all read. */
  readonly isCut: boolean;
}

export interface WrittenDiff {
  readonly text: string;
  /** Lines that may do something are left out: the rest of a long diff, files of secrets, built files. */
  readonly isCut: boolean;
}

/** About as many lines as somebody would read in a review. */
const MOST = 20_000;
const LONGEST_LINE = 400;
/** What they hold is a secret, whatever it looks like. */
const SECRETS =
  /(?:^|\/)\.env[^/]*$|\.(?:pem|key|p12|pfx|jks|keystore|kdbx|asc)$|(?:^|\/)[^/]*(?:secret|credential)[^/]*$/i;
const BUILT = /(?:^|\/)(?:node_modules|vendor|third_party|dist|build)\/|\.min\.(?:js|css)$|\.(?:map|snap|svg)$/;
/** They do not run. */
const IDLE =
  /(?:^|\/)(?:docs?|tests?|__tests__|specs?|fixtures|\.github|\.vscode)\/|\.(?:md|mdx|rst|adoc)$|\.(?:test|spec)\.[cm]?[jt]sx?$/i;
const LOCK =
  /(?:^|\/)(?:[^/]*[-.]lock(?:\.\w{1,5})?|npm-shrinkwrap\.json|pnpm-lock\.yaml|go\.sum)$|package-lock\.json$/i;
/** Which bytes a lock file means: nobody reads them. */
const LOCK_NOISE = /\bsha(?:1|256|512)-/;
/** One long word and nothing else: a piece of a key, or of a file that nobody reads. */
const ONE_LONG_WORD = /^([+-]\s{0,40}["'`]?)[A-Za-z0-9+/=_-]{40,}(["'`,;)\\]{0,4}\s*)$/;

/** Lines of lock files come last; documents and tests are left out, and so is what nobody wrote by hand. */
export function writeDiff(diffs: readonly FileDiff[], redact: Redact): WrittenDiff {
  const running = diffs.filter(({ path }) => !IDLE.test(path));
  const shown = running.filter(({ path, lines }) => !isHidden(path) && lines.length > 0);
  const inOrder = [...shown.filter(({ path }) => !LOCK.test(path)), ...shown.filter(({ path }) => LOCK.test(path))];
  // Redacted as a whole before it is cut: the half of a secret is recognised by nobody.
  const { text, isCut } = cut(redact(inOrder.flatMap(linesOf).join("\n")));
  return { text, isCut: isCut || running.some((diff) => diff.isCut || isHidden(diff.path)) };
}

function isHidden(path: string): boolean {
  return SECRETS.test(path) || BUILT.test(path);
}

function linesOf({ path, lines }: FileDiff): readonly string[] {
  const told = LOCK.test(path) ? lines.filter((line) => !LOCK_NOISE.test(line)) : lines;
  const name = path.replace(/\s/g, "?");
  return [`--- a/${name}`, `+++ b/${name}`, ...told.map((line) => line.replace(ONE_LONG_WORD, "$1[redacted]$2"))];
}

function cut(text: string): WrittenDiff {
  const kept: string[] = [];
  let left = MOST;
  for (const line of text.split("\n")) {
    const short = line.slice(0, LONGEST_LINE);
    left -= short.length + 1;
    if (left < 0) return { text: kept.join("\n"), isCut: true };
    kept.push(short);
  }
  return { text: kept.join("\n"), isCut: false };
}
