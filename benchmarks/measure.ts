/** One thing to time, and what it is set beside. */
export interface Contest {
  readonly name: string;
  readonly subject: () => unknown;
  readonly peer?: () => unknown;
}

export interface Timing {
  /** Milliseconds that only ever grow, as `performance.now` gives them. */
  readonly now: () => number;
  /** How many rounds count; the figures are medians over them. */
  readonly rounds: number;
  /** How many rounds come before them, for the compiler to settle. */
  readonly warmUpRounds: number;
  /** How long an operation is repeated in one round, at least. */
  readonly roundMs: number;
}

/** Medians over the rounds: milliseconds per operation, and how many times the peer's the subject's were. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly peer: number | null;
  readonly ratio: number | null;
}

interface Sample {
  readonly subject: number;
  readonly peer: number | undefined;
}

/** What an operation returned goes here, so that the compiler cannot leave the operation out. */
interface Sink {
  kept: unknown;
}

/** Every round runs every contest once, so that a machine's slow spell strikes all and no code is tuned to one input alone. */
export function measure(contests: readonly Contest[], timing: Timing): Measured[] {
  const sink: Sink = { kept: undefined };
  const runRounds = (count: number) =>
    Array.from({ length: count }, (_, round) => contests.map((contest) => sample(contest, round, { timing, sink })));
  runRounds(timing.warmUpRounds);
  const rounds = runRounds(timing.rounds);
  return contests.map(({ name }, index) =>
    summarize(
      name,
      rounds.flatMap((samples) => samples[index] ?? []),
    ),
  );
}

/** The middle of an odd number of figures, or the mean of the two in the middle. */
export function medianOf(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

interface Stand {
  readonly timing: Timing;
  readonly sink: Sink;
}

/** Who goes first alternates: the second pays for the garbage of the first. */
function sample({ subject, peer }: Contest, round: number, stand: Stand): Sample {
  if (peer === undefined) return { subject: timeOf(subject, stand), peer: undefined };
  if (round % 2 === 0) return { subject: timeOf(subject, stand), peer: timeOf(peer, stand) };
  const peerTime = timeOf(peer, stand);
  return { subject: timeOf(subject, stand), peer: peerTime };
}

/** Batches double until the time is up, so that reading the clock costs nothing beside a fast operation. */
function timeOf(operation: () => unknown, { timing: { now, roundMs }, sink }: Stand): number {
  const start = now();
  let operations = 0;
  let elapsed = 0;
  for (let batch = 1; elapsed < roundMs; batch *= 2) {
    for (let index = 0; index < batch; index += 1) sink.kept = operation();
    operations += batch;
    elapsed = now() - start;
  }
  return elapsed / operations;
}

function summarize(name: string, samples: readonly Sample[]): Measured {
  const value = medianOf(samples.map(({ subject }) => subject));
  const pairs = samples.flatMap(({ subject, peer }) => (peer === undefined ? [] : [{ subject, peer }]));
  if (pairs.length === 0) return { name, value, peer: null, ratio: null };
  return {
    name,
    value,
    peer: medianOf(pairs.map(({ peer }) => peer)),
    ratio: medianOf(pairs.map(({ subject, peer }) => subject / peer)),
  };
}
