/** Frames that tell where in the bot's own code it failed: no libraries, none of Node. */
const MOST = 3;
const OTHERS = /node_modules|\bnode:|\(<anonymous>\)|\(internal/;
const LONGEST = 200;

export function ownFrames(error: unknown): readonly string[] {
  const stack = error instanceof Error && typeof error.stack === "string" ? error.stack : "";
  const frames = stack.split("\n", 100).filter((line) => /^\s+at /.test(line));
  return frames
    .filter((line) => !OTHERS.test(line))
    .slice(0, MOST)
    .map((line) => line.trim().slice(0, LONGEST));
}
