import { appendFileSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fault, readFault } from "../faults/read-fault.ts";
import { redact } from "../report/redact.ts";
import { ownFrames } from "./own-frames.ts";

/** What ended the process before. */
export interface LastWords {
  readonly at: string;
  readonly origin: "uncaughtException" | "unhandledRejection";
  readonly fault: Fault;
  readonly message: string;
  readonly frames: readonly string[];
}

export interface SpoolPlace {
  readonly bot: string;
  /** Default: the system's folder for temporary files. */
  readonly folder?: string | undefined;
}

/** A bot that dies at every start shall not fill the disk. */
const MOST_BYTES = 64_000;
const STDERR = 2;

/**
 * Records what ends the process: one line on stderr, and one in a file for the next start, both written before Node goes on. It only
 * watches (`uncaughtExceptionMonitor`), so the process ends exactly as it would without it. The answer stops it.
 */
export function recordLastWords(place: SpoolPlace): () => void {
  const onEnd = (error: unknown, origin: LastWords["origin"]): void => {
    const message = redact(error instanceof Error ? error.message : String(error));
    const words: LastWords = {
      at: new Date().toISOString(),
      origin,
      fault: readFault(error),
      message,
      frames: ownFrames(error),
    };
    const line = `${JSON.stringify({ level: "error", msg: "the process ends of an error that nobody caught", ...words })}\n`;
    attempt(() => void writeSync(STDERR, line));
    attempt(() => spool(spoolFile(place), line));
  };
  process.on("uncaughtExceptionMonitor", onEnd);
  return () => void process.off("uncaughtExceptionMonitor", onEnd);
}

/** What earlier processes left, oldest first; told once. */
export function takeLastWords(place: SpoolPlace): readonly LastWords[] {
  const file = spoolFile(place);
  const found: LastWords[] = [];
  attempt(() => {
    const lines = readFileSync(file, "utf8").split("\n");
    rmSync(file, { force: true });
    for (const line of lines) attempt(() => void (line !== "" && found.push(JSON.parse(line) as LastWords)));
  });
  return found;
}

function spool(file: string, line: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < MOST_BYTES) appendFileSync(file, line, { mode: 0o600 });
}

function spoolFile({ bot, folder = tmpdir() }: SpoolPlace): string {
  return join(folder, `allclear-${bot.replace(/[^\w-]/g, "_")}.last-words.jsonl`);
}

/** A full disk or a closed stream is no reason to change how a process ends. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // There is nothing left to tell it to.
  }
}
