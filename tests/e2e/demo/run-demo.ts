import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Belongings } from "./belongings.ts";
import type { DemoOptions } from "./command-line.ts";
import type { Fault } from "./fault-schema.ts";
import type { FaultResult, Tell } from "./happening.ts";
import type { Interruption } from "./interruption.ts";
import { readFaultFile } from "./read-fault-file.ts";
import { runFault } from "./run-fault.ts";
import { requireGit } from "./run-git.ts";
import type { World } from "./start-world.ts";

export interface DemoRun {
  readonly options: DemoOptions;
  readonly interruption: Interruption;
  readonly tell: Tell;
  /** For what is wrong, and for what a person must know. */
  readonly warn: (text: string) => void;
}

const ownFaults = fileURLToPath(new URL("./faults", import.meta.url));
const usualOutput = fileURLToPath(new URL("../../../.allclear/demo", import.meta.url));

/** Runs the faults one after the other, each in a world of its own. Answers whether all ended as expected. */
export async function runDemo(run: DemoRun): Promise<boolean> {
  const { options, tell, interruption } = run;
  const files = options.faultFiles.length > 0 ? options.faultFiles : await listOwnFaults();
  const faults = await Promise.all(files.map((file) => readFaultFile(file)));
  await requireGit();
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const folder = join(options.output ?? usualOutput, `${time}-${process.pid}`);
  const results: FaultResult[] = [];
  for (const [index, fault] of faults.entries()) {
    interruption.signal.throwIfAborted();
    const outputFolder = join(folder, faults.length === 1 ? "." : `${index + 1}-${fault.name}`);
    const isLast = index === faults.length - 1;
    results.push(await runInItsWorld(run, { fault, outputFolder, isKept: options.keep && isLast, results }));
  }
  if (!options.keep) tell({ kind: "run-ends", results });
  return results.every(({ differences }) => differences.length === 0);
}

async function listOwnFaults(): Promise<readonly string[]> {
  const names = (await readdir(ownFaults)).filter((name) => name.endsWith(".yaml")).sort();
  return names.map((name) => relative(process.cwd(), join(ownFaults, name)));
}

interface Turn {
  readonly fault: Fault;
  readonly outputFolder: string;
  readonly isKept: boolean;
  readonly results: readonly FaultResult[];
}

async function runInItsWorld(run: DemoRun, { fault, outputFolder, isKept, results }: Turn): Promise<FaultResult> {
  const { tell, interruption, warn } = run;
  const belongings = new Belongings();
  try {
    const { result, world } = await runFault({ fault, belongings, interruption, outputFolder, tell });
    tell({ kind: "fault-ends", result });
    if (isKept) {
      tell({ kind: "run-ends", results: [...results, result] });
      await keepUp(run, world);
    }
    return result;
  } catch (error) {
    interruption.signal.throwIfAborted();
    const difference = `could not be run: ${error instanceof Error ? error.message : String(error)}`;
    const result = { fault, differences: [difference], milestones: [], entries: [], outputFolder };
    tell({ kind: "fault-ends", result });
    return result;
  } finally {
    for (const problem of await belongings.closeAll()) warn(problem);
  }
}

/** Ctrl-C is the way out, and here it is no failure. */
async function keepUp({ interruption: { signal }, warn }: DemoRun, world: World): Promise<void> {
  warn(
    [
      "",
      "Everything is still up. Ctrl-C ends it.",
      `Incidents:  ${world.url}/`,
      `HTTP API:   ${world.url}/v1/list-incidents with Authorization: Bearer KEY`,
      `Key:        ${world.viewerKey}`,
    ].join("\n"),
  );
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
