/** What the failures name: places in the code, packages, hosts, limits, and words that look like code. */

import type { FrameFact } from "../../domain/evidence.ts";
import { isOwnPath, parseFrame } from "../parse-frame.ts";
import { dependenciesIn } from "./name-dependency.ts";
import type { CaseSignal } from "./signal.ts";

export interface FailureNames {
  /** In our own code, in the order of the stack. */
  readonly frames: readonly FrameFact[];
  readonly packages: ReadonlySet<string>;
  /** Names as code spells them: `noteTitle`, `note_id`, `notes.find`, `SLACK_BOT_TOKEN`, `'title'`. */
  readonly names: ReadonlySet<string>;
  /** What a message puts in quotes: the field that is missing, the column that is not there. */
  readonly quoted: ReadonlySet<string>;
  /** Every word as it stands, in small letters. */
  readonly tokens: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  readonly dependencies: ReadonlySet<string>;
  /** Limits and lengths of time that a message tells, in milliseconds or as they stand. */
  readonly numbers: ReadonlySet<number>;
}

const PLAIN: ReadonlySet<string> = new Set(
  "error errors failed failure failing fails fail exception unhandled rejection promise undefined null true false message messages reason cause code status response request requests type value name data result returned thrown while with from this that have been were when then than into after before could cannot does will would should after line lines file files src dist app apps lib libs index main test tests node node_modules internal process queue handler handlers handle task tasks async await function return const string number object array read reading properties property service services server client user users time times http https null instead itself spans took takes went trace warn info debug level text some other more less only also just bot slack data event events event_callback new old add adds added remove removed removes change changed changes update updated fix fixed use used uses make makes made call called calls typeerror referenceerror rangeerror syntaxerror aggregateerror aborterror stack original slack_bolt_unknown_error latency duration errors error_rate".split(
    " ",
  ),
);
const CODE_NAME = /[A-Za-z_$][\w$]*(?:[.#:/-][A-Za-z_$][\w$]*)*/g;

/** The services' own names are left out: that a change is of a service is weighed by itself. */
export function nameFailure(signals: readonly CaseSignal[], services: ReadonlySet<string>): FailureNames {
  const own = new Set([...services].flatMap(wordsIn));
  const isOther = (name: string): boolean => !services.has(name) && !own.has(name);
  const text = signals
    .map((signal) => `${signal.name}\n${signal.text}`)
    .join("\n")
    .slice(0, 60_000);
  const parsed = text.split("\n").flatMap((line) => parseFrame(line)?.fact ?? []);
  const frames = uniqueFrames(parsed.filter(({ path }) => isOwnPath(path)));
  const message = text.replace(/^\s*at .{0,1000}$/gm, "");
  return {
    frames,
    packages: new Set(packagesIn(text)),
    quoted: new Set(
      [...message.matchAll(/['"`]([A-Za-z_$][\w$.-]{1,60})['"`]/g)].map((match) => match[1] ?? "").filter(isOther),
    ),
    tokens: new Set(text.toLowerCase().split(/[^a-z0-9@_-]+/)),
    names: new Set(namesIn(message).filter(isOther)),
    words: new Set([...wordsIn(message), ...wordsIn(placesOf(parsed))].filter(isOther)),
    dependencies: new Set(dependenciesIn(message)),
    numbers: new Set(limitsIn(message)),
  };
}

/** Installed libraries that the stack runs through: of npm, pip, Bundler and Go. */
function packagesIn(text: string): readonly string[] {
  const shapes = [
    /node_modules\/((?:@[\w.-]{1,60}\/)?[\w.-]{1,80})/g,
    /(?:site|dist)-packages\/([\w-]{1,80})/g,
    /\/gems\/([\w-]{1,80}?)-\d/g,
    /\/pkg\/mod\/([\w./-]{1,120})@v/g,
  ];
  return shapes.flatMap((shape) => [...text.matchAll(shape)].map((match) => match[1] ?? ""));
}

/** What the stack runs through, without folders that every stack has. */
function placesOf(frames: readonly FrameFact[]): string {
  return frames.map(({ path, symbol }) => `${path.split(/[\\/]/).slice(-2).join(" ")} ${symbol ?? ""}`).join("\n");
}

function uniqueFrames(frames: readonly FrameFact[]): readonly FrameFact[] {
  return [...new Map(frames.map((frame) => [`${frame.path}:${frame.line}`, frame])).values()].slice(0, 20);
}

/** Words that only code spells so, and what a message puts in single quotes. */
export function namesIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/['"`]([A-Za-z_$][\w$.-]{1,60})['"`]/g)].map((match) => match[1] ?? "");
  const spelled = text.match(CODE_NAME) ?? [];
  const all = spelled.flatMap((name) => [name, ...name.split(/[.#:/]/)]).filter(looksLikeCode);
  const long = [...quoted.filter((name) => name.length > 2), ...all.filter((name) => name.length > 3)];
  return [...new Set(long)].filter((name) => !PLAIN.has(name.toLowerCase()));
}

export function isPlainWord(word: string): boolean {
  return PLAIN.has(word.toLowerCase());
}

function looksLikeCode(name: string): boolean {
  return /[a-z][A-Z]|[A-Za-z]_[A-Za-z]|[a-z]\.[a-z]|\w-\w/.test(name) && !/^(?:e\.g|i\.e)$/.test(name);
}

/** Plain words, cut to their stem, those within names of code too. */
export function wordsIn(text: string): readonly string[] {
  const parts =
    text
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .match(/[a-z]{4,30}/g) ?? [];
  return [...new Set(parts.filter((word) => !PLAIN.has(word)).map(stemOf))].filter((word) => !PLAIN.has(word));
}

function stemOf(word: string): string {
  if (word.length <= 4) return word;
  const single = word.replace(/ies$/, "y").replace(/(?<=[sxz]|[cs]h)es$|(?<!s)s$/, "");
  return single.length <= 5 ? single : single.replace(/(?:ing|ed)$/, "");
}

/** Before a number, these say that it is a limit, a length of time or an amount, not a status or an id. */
const LIMITING =
  /(?:limit\w{0,3}|max\w{0,8}|most|least|than|exceed\w{0,3}|after|within|over|above|reach\w{0,3}|size|capacity|allowed|up to|pool|timeout|budget|of)\W{0,3}(?:[a-z_]{1,14}\W{1,3})?$/i;

function limitsIn(text: string): readonly number[] {
  return [...text.matchAll(/(?<![\w.:-])(\d{1,12})\s?(ms|milliseconds?|s|seconds?|m|minutes?)?(?![\w.:-])/g)].flatMap(
    (match) => {
      const value = Number(match[1]);
      const unit = match[2] ?? "";
      const isStatus = /^[1-5]\d\d$/.test(match[1] ?? "");
      const isSaid = unit !== "" || LIMITING.test(text.slice(Math.max(0, match.index - 40), match.index));
      if (!isSaid && (isStatus || value < 10)) return [];
      return [/^s/.test(unit) ? value * 1_000 : value * (/^m(?:in|$)/.test(unit) ? 60_000 : 1)];
    },
  );
}
