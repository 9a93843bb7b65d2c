/** What the commands that need no server work with, apart from what the server is made of: they start without it. */

import { createHash } from "node:crypto";
import { readCaseFolder, readCaseKeyFile } from "../adapters/case-folder/read-case-folder.ts";
import { keepMemorySmall } from "../adapters/log-file/keep-memory-small.ts";
import { type LogBlocks, readLogBlocks } from "../adapters/log-file/read-log-blocks.ts";
import { readLogFile } from "../adapters/log-file/read-log-file.ts";
import type { TakeLine } from "../adapters/log-file/split-lines.ts";
import { createRedact } from "../domain/redact.ts";
import { decodeLine } from "../operations/decode-line.ts";
import type { LocalContext, LogFileEnd } from "../operations/local-operation.ts";
import { type ShapingOptions, startShaping } from "./start-shaping.ts";

/** Long enough that two signatures of one log do not meet. */
const SIGNATURE_LENGTH = 16;

/** What the commands that need no server work with. */
export function composeLocal(stdin: AsyncIterable<Uint8Array>, readRules: LocalContext["readRules"]): LocalContext {
  return {
    readRules,
    readLog: (source, longestLine, take) => readLogFile({ source, stdin, longestLine, take: takeText(take) }),
    readLogBlocks: (source, options, take) => readInBlocks({ source, stdin }, { ...options, take }),
    readLogInSteps: (steps) => readLogFile({ ...steps, stdin, take: takeText(steps.take) }),
    readCaseFolder,
    readCaseKeyFile,
    redact: createRedact([]),
    hash: (text) => createHash("sha256").update(text).digest("hex").slice(0, SIGNATURE_LENGTH),
  };
}

async function readInBlocks(from: Omit<LogBlocks, "rooms">, options: ShapingOptions): Promise<LogFileEnd> {
  keepMemorySmall();
  const shaping = startShaping(options);
  try {
    const reading = await readLogBlocks({ ...from, rooms: shaping.rooms });
    return reading.ok ? { ...reading, ...(await shaping.finish()) } : reading;
  } finally {
    await shaping.stop();
  }
}

function takeText(take: (line: string) => void): TakeLine {
  return (bytes, start, end) => take(decodeLine(bytes, start, end));
}
