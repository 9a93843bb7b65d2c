/** A commit held against the errors: do its lines throw them, was it running then, and had it run without them? */

import type { CommitFact, DeploymentFact, FrameFact, SignatureFact } from "../domain/evidence.ts";
import type { Argument } from "../domain/hypothesis.ts";
import { type Instant, MINUTE, type Milliseconds, writeDuration, writeInstant } from "../domain/instant.ts";
import { isAnswer, nameSignature } from "./classify-signature.ts";
import type { DeployedHistory } from "./deployed-history.ts";
import type { Onset, Sign } from "./find-onset.ts";
import type { Facts, Shown } from "./gather-facts.ts";
import { matchPath } from "./match-path.ts";
import { type LineTrace, traceLine } from "./trace-line.ts";

export interface Suspicion {
  readonly signature: Shown<SignatureFact>;
  /** By commit id: how the running code's lines lead to it. Weak: a caller's line, a line beside it, or one rewritten since. */
  readonly mechanisms: ReadonlyMap<string, Mechanism>;
  readonly elsewhere: ReadonlySet<string>;
  /** Commits of the code that ran, newest first. */
  readonly lineage: readonly CommitFact[];
  /** Whose code that was; absent where no deployment is known to have run. */
  readonly deployment?: Shown<DeploymentFact>;
}

export interface Mechanism {
  readonly strength: "line" | "weak";
  readonly says: string;
}

export interface WeighedCommit {
  readonly commit: Shown<CommitFact>;
  readonly mechanism?: Mechanism;
  readonly suspicion?: Suspicion;
  readonly timing: "before" | "after" | "unknown";
  /** From its first deployment to the first of the errors that it is suspected of. */
  readonly quietMs?: Milliseconds;
  readonly for: readonly Argument[];
  readonly against: readonly Argument[];
  /** It has a mechanism, may have been running, and nothing shows that it ran well. */
  readonly stands: boolean;
  readonly touchesStackElsewhere: boolean;
  /** It came with the deployment under which the failure began, and that was not the first one known. */
  readonly isFresh: boolean;
}

export interface WeighingGround {
  readonly facts: Facts;
  readonly history: DeployedHistory;
  readonly onset: Onset;
  /** Before this instant, the baseline of the log shows no new signature. */
  readonly baselineFrom: Instant;
}

/** A run that was posted just before the switch fails just after it. */
const SWITCH_MS = MINUTE;
const MOST_FRAMES = 10;

/** Each signature's frames followed back through the code that ran when it was first seen. */
export function suspect(signature: Shown<SignatureFact>, ground: WeighingGround): Suspicion {
  const { facts, history } = ground;
  const running = history.runningAt(signature.fact.first).flatMap((deployment) => {
    const head = deployment.fact.commit;
    return head === undefined
      ? []
      : [{ ...traceFrames(signature, history.lineageOf(head)), deployment } satisfies Suspicion];
  });
  const guess = facts.commits.find(({ fact }) => fact.at <= signature.fact.first)?.fact.id ?? "";
  const guessed = traceFrames(signature, history.lineageOf(guess));
  const ranked = running.toSorted((one, other) => rank(other, ground) - rank(one, ground));
  return ranked[0] ?? guessed;
}

/** Several deployments may have run at once: the one explains most whose own commits, best with their lines, lead to the error. */
function rank(suspicion: Suspicion, ground: WeighingGround): number {
  const ranks = ground.facts.commits.map((commit) => {
    const mechanism = suspicion.mechanisms.get(commit.fact.id);
    if (mechanism === undefined || ranWell(commit, { mechanism, suspicion }, ground) !== undefined) return 0;
    return Number(isFresh(commit.fact.id, suspicion, ground)) * 2 + Number(mechanism.strength === "line");
  });
  return Math.max(0, ...ranks);
}

function traceFrames(signature: Shown<SignatureFact>, lineage: readonly CommitFact[]): Suspicion {
  const known = currentPathsOf(lineage);
  const mechanisms = new Map<string, Mechanism>();
  const elsewhere = new Set<string>();
  for (const [index, frame] of signature.fact.ownFrames.slice(0, MOST_FRAMES).entries()) {
    const match = matchPath(frame.path, known);
    if (match === undefined) continue;
    const trace = traceLine({ path: match.path, line: frame.line }, lineage);
    const isFirst = index === 0;
    const isAsking = isFirst && isAnswer(signature.fact);
    const place = { path: match.path, frame, isFirst, isAsking, isAmbiguous: match.isAmbiguous };
    for (const [commit, mechanism] of mechanismsOf(trace, place)) {
      if (!mechanisms.has(commit)) mechanisms.set(commit, mechanism);
    }
    for (const commit of trace.elsewhere) elsewhere.add(commit);
  }
  return { signature, mechanisms, elsewhere, lineage };
}

/** Files under the names that they have in the newest commit. */
function currentPathsOf(lineage: readonly CommitFact[]): readonly string[] {
  const gone = new Set<string>();
  const paths = new Set<string>();
  for (const file of lineage.flatMap(({ files }) => files)) {
    if (!gone.has(file.path)) paths.add(file.path);
    if (file.previousPath !== undefined && !paths.has(file.previousPath)) gone.add(file.previousPath);
  }
  return [...paths];
}

interface Place {
  readonly path: string;
  readonly frame: FrameFact;
  readonly isFirst: boolean;
  /** It asked a dependency, whose answer is the error. */
  readonly isAsking: boolean;
  readonly isAmbiguous: boolean;
}

function mechanismsOf(trace: LineTrace, place: Place): readonly (readonly [string, Mechanism])[] {
  const at = `${place.path}:${place.frame.line}`;
  return [...trace.touches].map(([commit, touch]) => {
    if (touch === "changed" && place.isFirst && !place.isAsking && !place.isAmbiguous)
      return [commit, { strength: "line", says: `changed ${at}` }];
    const says = {
      changed: place.isAmbiguous
        ? `changed ${at}, if that is the file meant by ${place.frame.path}`
        : `changed ${at}, which called ${place.isAsking ? "what answered with an error" : "the failing code"}`,
      rewritten: `wrote ${at}, which a later commit rewrote`,
      beside: `removed lines next to ${at}`,
    };
    return [commit, { strength: "weak", says: says[touch] }];
  });
}

export function weighCommit(
  commit: Shown<CommitFact>,
  suspicions: readonly Suspicion[],
  ground: WeighingGround,
): WeighedCommit {
  const suspicion = strongestFor(commit.fact.id, suspicions) ?? suspicions[0];
  const mechanism = suspicion?.mechanisms.get(commit.fact.id);
  const timing = timeCommit(commit, suspicion, ground);
  const acquittal = mechanism === undefined ? undefined : ranWell(commit, { mechanism, suspicion }, ground);
  const touchesStackElsewhere =
    mechanism === undefined && suspicions.some(({ elsewhere }) => elsewhere.has(commit.fact.id));
  const forMechanism =
    mechanism === undefined || suspicion === undefined ? [] : [argueMechanism(commit, mechanism, suspicion)];
  const isBefore = timing.timing === "before";
  return {
    commit,
    timing: timing.timing,
    for: isBefore ? [...forMechanism, ...timing.arguments] : forMechanism,
    against: [...(isBefore ? [] : timing.arguments), ...(acquittal === undefined ? [] : [acquittal])],
    stands: mechanism !== undefined && timing.timing !== "after" && acquittal === undefined,
    touchesStackElsewhere,
    isFresh: timing.timing !== "after" && isFresh(commit.fact.id, suspicion, ground),
    ...(timing.quietMs === undefined ? {} : { quietMs: timing.quietMs }),
    ...(mechanism === undefined ? {} : { mechanism }),
    ...(suspicion === undefined ? {} : { suspicion }),
  };
}

function isFresh(commit: string, suspicion: Suspicion | undefined, { history, onset }: WeighingGround): boolean {
  const [running] = onset.first === undefined ? [] : history.runningAt(onset.first.at);
  const under = suspicion?.deployment ?? running;
  const brought = history.firstDeploymentOf(commit);
  return under !== undefined && brought?.fact.id === under.fact.id && history.isFollowing(under.fact);
}

function strongestFor(commit: string, suspicions: readonly Suspicion[]): Suspicion | undefined {
  const own = suspicions.filter(({ mechanisms }) => mechanisms.has(commit));
  return own.find(({ mechanisms }) => mechanisms.get(commit)?.strength === "line") ?? own[0];
}

function argueMechanism(commit: Shown<CommitFact>, mechanism: Mechanism, { signature }: Suspicion): Argument {
  const says = `It ${mechanism.says}, where ${nameSignature(signature.fact)} has been thrown since ${writeInstant(signature.fact.first)}.`;
  return { says, evidence: uniteIds(commit.evidence, signature.evidence) };
}

interface Timing {
  readonly timing: WeighedCommit["timing"];
  readonly arguments: readonly Argument[];
  readonly quietMs?: Milliseconds;
}

function timeCommit(
  commit: Shown<CommitFact>,
  suspicion: Suspicion | undefined,
  { facts, history, onset }: WeighingGround,
): Timing {
  const start = startOf(suspicion, onset);
  if (start === undefined) return { timing: "unknown", arguments: [] };
  const deployment = history.firstDeploymentOf(commit.fact.id);
  if (deployment === undefined) return timeByCommit(commit, start, facts.deployments.length > 0);
  const isBefore = deployment.fact.createdAt <= start.limit;
  if (isBefore && deployment.fact.status === "pending") {
    const says = `Its deployment of ${writeInstant(deployment.fact.createdAt)} is still pending, so that it may have run or not.`;
    return { timing: "unknown", arguments: [{ says, evidence: uniteIds(deployment.evidence, start.evidence) }] };
  }
  const order = isBefore ? `${writeDuration(Math.max(0, start.at - deployment.fact.createdAt))} before` : "after";
  const says = `It was first deployed at ${writeInstant(deployment.fact.createdAt)}, ${order} the failure began.`;
  return {
    timing: isBefore ? "before" : "after",
    arguments: [{ says, evidence: uniteIds(deployment.evidence, start.evidence) }],
    quietMs: start.at - deployment.fact.createdAt,
  };
}

/** Not before the signature was first seen, nor long after users first felt it. */
function startOf(
  suspicion: Suspicion | undefined,
  { first, impact }: Onset,
): (Sign & { readonly limit: Instant }) | undefined {
  const felt = impact === undefined ? Number.POSITIVE_INFINITY : impact.at + SWITCH_MS;
  if (suspicion?.signature === undefined)
    return first === undefined
      ? undefined
      : { ...first, limit: Math.max(first.at, Math.min(felt, first.at + SWITCH_MS)) };
  const { fact, evidence } = suspicion.signature;
  const at = Math.min(fact.first, impact?.at ?? fact.first);
  return { at, limit: Math.min(fact.first, felt), says: "", evidence: uniteIds(evidence, impact?.evidence ?? []) };
}

function timeByCommit(
  commit: Shown<CommitFact>,
  start: Sign & { readonly limit: Instant },
  deploymentsAreKnown: boolean,
): Timing {
  const evidence = uniteIds(commit.evidence, start.evidence);
  if (commit.fact.at > start.limit) {
    return {
      timing: "after",
      arguments: [{ says: `It was made at ${writeInstant(commit.fact.at)}, after the failure began.`, evidence }],
    };
  }
  const says = deploymentsAreKnown
    ? "No deployment that was seen holds it."
    : "Which commit ran is not known, only that this one was made before the failure began.";
  return { timing: "unknown", arguments: [{ says, evidence }] };
}

interface Charge {
  readonly mechanism: Mechanism;
  readonly suspicion: Suspicion | undefined;
}

/** What shows that the commit ran without the error: then something else must have come to it. */
function ranWell(commit: Shown<CommitFact>, charge: Charge, ground: WeighingGround): Argument | undefined {
  return ranGood(commit, ground) ?? startedWell(commit, charge, ground) ?? ranQuiet(commit, charge, ground);
}

/** What a deployment threw that never came up is thrown at the start, which the deployment before it had done. */
function startedWell(
  commit: Shown<CommitFact>,
  { suspicion }: Charge,
  { facts, history }: WeighingGround,
): Argument | undefined {
  const failed = suspicion?.deployment;
  if (failed?.fact.status !== "failed") return undefined;
  const started = facts.deployments.findLast(
    ({ fact }) => fact.createdAt < failed.fact.createdAt && (fact.status === "live" || fact.status === "removed"),
  );
  if (started === undefined || !history.holds(started.fact, commit.fact.id)) return undefined;
  const says = `It started well with the deployment of ${writeInstant(started.fact.createdAt)}.`;
  return { says, evidence: uniteIds(started.evidence, failed.evidence) };
}

function ranGood(commit: Shown<CommitFact>, { history, onset }: WeighingGround): Argument | undefined {
  if (onset.lastGood === undefined) return undefined;
  const good = history.certainlyRanAt(onset.lastGood.at);
  if (good === undefined || !history.holds(good.fact, commit.fact.id)) return undefined;
  const says = `It ran since ${writeInstant(good.fact.createdAt)}, and after that: ${onset.lastGood.says}`;
  return { says, evidence: uniteIds(good.evidence, onset.lastGood.evidence) };
}

function ranQuiet(commit: Shown<CommitFact>, charge: Charge, ground: WeighingGround): Argument | undefined {
  const { facts, history, baselineFrom } = ground;
  const { signature } = charge.suspicion ?? {};
  if (signature === undefined || !signature.fact.isNew) return undefined;
  const quiet = history.certainlyRanAt(baselineFrom);
  if (quiet !== undefined && history.holds(quiet.fact, commit.fact.id)) {
    const says = `It ran since ${writeInstant(quiet.fact.createdAt)}, through the whole baseline, without this error.`;
    return { says, evidence: uniteIds(quiet.evidence, signature.evidence) };
  }
  if (charge.mechanism.strength === "line") return undefined;
  if (facts.deployments.length === 0 && commit.fact.at < baselineFrom) {
    const says = `It was made at ${writeInstant(commit.fact.at)}, before the baseline, which does not have this error.`;
    return { says, evidence: uniteIds(commit.evidence, signature.evidence) };
  }
  const earlier = earlierDeployment(commit.fact.id, charge.suspicion, history);
  if (earlier === undefined) return undefined;
  const says = `It ran since ${writeInstant(earlier.fact.createdAt)} without this error, which began under a later deployment.`;
  return { says, evidence: uniteIds(earlier.evidence, signature.evidence) };
}

/** A weak mechanism is not enough against a commit that an earlier deployment ran already. */
function earlierDeployment(
  commit: string,
  suspicion: Suspicion | undefined,
  history: DeployedHistory,
): Shown<DeploymentFact> | undefined {
  const running = suspicion?.deployment;
  const first = history.firstDeploymentOf(commit);
  if (running === undefined || first === undefined) return undefined;
  return first.fact.createdAt < running.fact.createdAt ? first : undefined;
}

export function uniteIds(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
