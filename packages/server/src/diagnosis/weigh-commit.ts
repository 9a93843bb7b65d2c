/** A commit held against the errors: do its lines throw them, was it running then, and had it run without them? */

import type { CommitFact, SignatureFact } from "../domain/evidence.ts";
import type { Argument } from "../domain/hypothesis.ts";
import { type Instant, MINUTE, type Milliseconds, writeDuration, writeInstant } from "../domain/instant.ts";
import { acquitCommit, ranGood } from "./acquit-commit.ts";
import { nameSignature } from "./classify-signature.ts";
import type { Onset, Sign } from "./find-onset.ts";
import { type Shown, uniteIds } from "./gather-facts.ts";
import { type Mechanism, type Suspicion, traceSignature, type WeighingGround } from "./trace-signature.ts";

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
  /** Whatever its lines do, a scenario passed with it that failed later. */
  readonly ranWell?: Argument;
  /** It came with the deployment under which the failure began, and that was not the first one known. */
  readonly isFresh: boolean;
}

/** A run that was posted just before the switch fails just after it. */
const SWITCH_MS = MINUTE;

/** Each signature's frames followed back through the code that ran when it was first seen. */
export function suspect(signature: Shown<SignatureFact>, ground: WeighingGround): Suspicion {
  const { facts, history } = ground;
  const running = history.runningAt(signature.fact.first).flatMap((deployment) => {
    const head = deployment.fact.commit;
    return head === undefined
      ? []
      : [{ ...traceSignature(signature, history.lineageOf(head)), deployment } satisfies Suspicion];
  });
  const guess = facts.commits.find(({ fact }) => fact.at <= signature.fact.first)?.fact.id ?? "";
  const guessed = traceSignature(signature, history.lineageOf(guess));
  const ranked = running.toSorted((one, other) => rank(other, ground) - rank(one, ground));
  return ranked[0] ?? guessed;
}

/** Several deployments may have run at once: the one explains most whose own commits, best with their lines, lead to the error. */
function rank(suspicion: Suspicion, ground: WeighingGround): number {
  const ranks = ground.facts.commits.map((commit) => {
    const mechanism = suspicion.mechanisms.get(commit.fact.id);
    if (mechanism === undefined || acquitCommit(commit, { mechanism, suspicion }, ground) !== undefined) return 0;
    return Number(isFresh(commit.fact.id, suspicion, ground)) * 2 + Number(mechanism.strength === "line");
  });
  return Math.max(0, ...ranks);
}

export function weighCommit(
  commit: Shown<CommitFact>,
  suspicions: readonly Suspicion[],
  ground: WeighingGround,
): WeighedCommit {
  const suspicion = strongestFor(commit.fact.id, suspicions) ?? suspicions[0];
  const mechanism = suspicion?.mechanisms.get(commit.fact.id);
  const timing = timeCommit(commit, suspicion, ground);
  const acquittal = mechanism === undefined ? undefined : acquitCommit(commit, { mechanism, suspicion }, ground);
  const touchesStackElsewhere =
    mechanism === undefined && suspicions.some(({ elsewhere }) => elsewhere.has(commit.fact.id));
  const forMechanism =
    mechanism === undefined || suspicion === undefined ? [] : [argueMechanism(commit, mechanism, suspicion)];
  const isBefore = timing.timing === "before";
  const ranWell = ranGood(commit, ground);
  return {
    commit,
    timing: timing.timing,
    for: isBefore ? [...forMechanism, ...timing.arguments] : forMechanism,
    against: [...(isBefore ? [] : timing.arguments), ...(acquittal === undefined ? [] : [acquittal])],
    stands: mechanism !== undefined && timing.timing !== "after" && acquittal === undefined,
    touchesStackElsewhere,
    isFresh: timing.timing !== "after" && isFresh(commit.fact.id, suspicion, ground),
    ...(timing.quietMs === undefined ? {} : { quietMs: timing.quietMs }),
    ...(ranWell === undefined ? {} : { ranWell }),
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
