import type { Random } from "./random.ts";

/** What a path comes by, in this order; the pushes are seen in the bare repository, the others on the timeline. */
const landmarks: readonly [string, ...string[]] = [
  "incident-opened",
  "check-ended",
  "diagnosis-made",
  "remedy-requested",
  "remedy-proposed",
  "remedy-approved",
  "remedy-started",
  "push-under-way",
  "push-arrived",
  "remedy-succeeded",
  "recovery-looked",
  "recovered",
  "incident-resolved",
  "review-written",
  "incident-closed",
];

/** What happens again and again; `told` is a message that has appeared in the team's channel. */
const recurring = ["update-requested", "told", "update-posted"] as const;

/** When the server is killed next. */
export type KillMoment =
  /** So long after the landmark was seen, or the first later one. */
  | { readonly kind: "after"; readonly what: string; readonly delayMs: number }
  /** So long after the server was ready. */
  | { readonly kind: "any-time"; readonly delayMs: number }
  /** As `any-time`, and again so long after the process was started anew, ready or not: two kills. */
  | { readonly kind: "starting"; readonly delayMs: number; readonly startMs: number };

/** A job takes tens of milliseconds from its event to the record of its effect. */
const longestDelayMs = 200;
/** A path without kills takes about ten seconds. */
const longestTimeMs = 4_000;
/** A restart takes about a second. */
const longestStartMs = 1_500;

/** So many moments of one path, in an order in which they can come. */
export function drawMoments(random: Random, count: number): readonly KillMoment[] {
  const drawn = Array.from({ length: count }, () => drawMoment(random));
  const inOrder = drawn.filter(isAtLandmark).sort((one, other) => rankOf(one.what) - rankOf(other.what));
  return drawn.map((moment) => (isAtLandmark(moment) ? (inOrder.shift() ?? moment) : moment));
}

function drawMoment(random: Random): KillMoment {
  const kind = random.fraction();
  if (kind < 0.55) return { kind: "after", what: random.pick(landmarks), delayMs: shortDelay(random) };
  if (kind < 0.75) return { kind: "after", what: random.pick(recurring), delayMs: shortDelay(random) };
  const delayMs = Math.floor(random.fraction() * longestTimeMs);
  if (kind < 0.9) return { kind: "any-time", delayMs };
  return { kind: "starting", delayMs, startMs: Math.floor(random.fraction() * longestStartMs) };
}

/** The gap between effect and record follows its event closely, so short delays are drawn more often. */
function shortDelay(random: Random): number {
  return Math.floor(random.fraction() ** 2 * (longestDelayMs + 1));
}

function isAtLandmark(moment: KillMoment): moment is Extract<KillMoment, { kind: "after" }> {
  return moment.kind === "after" && rankOf(moment.what) >= 0;
}

function rankOf(what: string): number {
  return landmarks.indexOf(what);
}

/** Whether `seen` is what the moment waits for: the same, or a landmark that comes only after it. */
export function hasCome(awaited: string, seen: string): boolean {
  const rank = rankOf(awaited);
  return awaited === seen || (rank >= 0 && rankOf(seen) > rank);
}
