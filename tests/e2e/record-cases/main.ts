import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Belongings } from "../demo/belongings.ts";
import { InterruptedError, listenForInterruption } from "../demo/interruption.ts";
import { requireGit } from "../demo/run-git.ts";
import { recordStory } from "./record-story.ts";
import { stories } from "./stories.ts";
import type { Story } from "./story.ts";

const casesFolder = fileURLToPath(new URL("../../../examples/cases", import.meta.url));
const usage = `npm run cases -- [NAME…] [--output FOLDER]

Records the cases of examples/cases again, or those that are named, two minutes each, three at once.
`;
/** Recordings share the machine's cores, and a slow machine shows in the times that are measured. */
const atOnce = 3;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function chooseStories(names: readonly string[]): readonly Story[] | undefined {
  const unknown = names.filter((name) => !stories.some(({ id }) => id === name));
  if (unknown.length > 0) {
    say(`There is no case named ${unknown.join(", ")}. There are: ${stories.map(({ id }) => id).join(", ")}`);
    return undefined;
  }
  return names.length === 0 ? stories : stories.filter(({ id }) => names.includes(id));
}

interface Run {
  readonly output: string;
  readonly signal: AbortSignal;
}

async function record(story: Story, { output, signal }: Run): Promise<boolean> {
  const belongings = new Belongings();
  try {
    await recordStory({ story, output, belongings, signal });
    say(`recorded ${story.id}`);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    say(`could not record ${story.id}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    for (const problem of await belongings.closeAll()) say(problem);
  }
}

async function recordAll(chosen: readonly Story[], run: Run): Promise<boolean> {
  const waiting = [...chosen];
  const results: boolean[] = [];
  const work = async () => {
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) {
      results.push(await record(story, run));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results.every(Boolean);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { output: { type: "string", default: casesFolder }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const chosen = chooseStories(positionals);
  if (chosen === undefined) return 2;
  await requireGit();
  const { signal } = listenForInterruption(() => say("\nStopping everything; once more to hurry."));
  try {
    return (await recordAll(chosen, { output: values.output, signal })) ? 0 : 1;
  } catch (error) {
    if (error instanceof InterruptedError) return 130;
    throw error;
  }
}

process.exitCode = await main();
