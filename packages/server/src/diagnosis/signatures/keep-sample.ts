/** A few of many, spread over all of them, without knowing how many there will be. */

const MOST_SAMPLES = 3;

/** The first, and the latest two whose number is a power of two; until there are so many, each that is not among them. */
export function keepSample(samples: string[], count: number, sample: string): void {
  const isPowerOfTwo = (count & (count - 1)) === 0;
  if (samples.length >= MOST_SAMPLES && !isPowerOfTwo) return;
  if (samples.includes(sample)) return;
  if (samples.length >= MOST_SAMPLES) samples.splice(1, 1);
  samples.push(sample);
}

/** Of several such samples in order the first, one from the middle and the last. */
export function spreadSamples(samples: readonly string[]): readonly string[] {
  if (samples.length <= MOST_SAMPLES) return samples;
  return [0, Math.floor(samples.length / 2), samples.length - 1].flatMap((index) => samples[index] ?? []);
}
