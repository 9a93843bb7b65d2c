/** A log out of a file or a stream, gzip or not, line by line, as bytes. */

import { endOfBroken, type LogReading, type LogSource, readLogBytes } from "./read-log-bytes.ts";
import { createLineSplitter, type LineCount, type TakeLine } from "./split-lines.ts";

export interface LogFile extends LogSource {
  /** Longer lines are cut. In bytes. */
  readonly longestLine: number;
  readonly take: TakeLine;
  /** Awaited after each part that was read. */
  readonly pause?: () => Promise<void>;
}

/** Bytes are counted as they are after unpacking. */
export async function readLogFile({ longestLine, take, pause, ...from }: LogFile): Promise<LogReading<LineCount>> {
  const splitter = createLineSplitter(longestLine, take);
  try {
    await readLogBytes(from, async (bytes) => {
      splitter.take(bytes);
      await pause?.();
    });
    return { ok: true, ...splitter.finish() };
  } catch (error) {
    return endOfBroken(error, from.source, splitter.finish());
  }
}
