/** An error's frames followed back through the code that ran: which commits wrote the lines, and how they lead to it. */

import type { CommitFact, DeploymentFact, FrameFact, SignatureFact } from "../domain/evidence.ts";
import type { Instant } from "../domain/instant.ts";
import { isAnswer } from "./classify-signature.ts";
import type { DeployedHistory } from "./deployed-history.ts";
import type { Onset } from "./find-onset.ts";
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

export interface WeighingGround {
  readonly facts: Facts;
  readonly history: DeployedHistory;
  readonly onset: Onset;
  /** Before this instant, the baseline of the log shows no new signature. */
  readonly baselineFrom: Instant;
}

const MOST_FRAMES = 10;

export function traceSignature(signature: Shown<SignatureFact>, lineage: readonly CommitFact[]): Suspicion {
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
