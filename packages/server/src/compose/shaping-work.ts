/** What the second thread does while a log is read. */

import { parentPort, workerData } from "node:worker_threads";
import { createLineShaping, type LineShapingOptions } from "../diagnosis/triage/shape-lines.ts";

/** Memory that both threads see; who is told of a room has it to himself. */
export interface SharedRoom {
  readonly bytes: Uint8Array;
  readonly lines: Int32Array;
}

export interface ShapingWork {
  readonly options: LineShapingOptions;
  readonly rooms: readonly SharedRoom[];
}

/** Whole lines stand in a room up to `end`. */
export interface ShapingTask {
  readonly room: number;
  readonly end: number;
}

/** The first lines of the room have their shapes; the next one starts at `next`. */
export interface ShapedRoom extends ShapingTask {
  readonly count: number;
  readonly next: number;
  readonly cutLines: number;
}

/** Where a thread finds this module, as source or as published. */
export const SHAPING_WORK = import.meta.url;

/** Says that it is ready, and then shapes one room after the other. */
export function shapeRooms(): void {
  const { options, rooms }: ShapingWork = workerData;
  const shape = createLineShaping(options);
  parentPort?.on("message", ({ room, end }: ShapingTask) => {
    const place = rooms[room];
    if (place !== undefined) parentPort?.postMessage({ room, end, ...shape(place, 0, end) } satisfies ShapedRoom);
  });
  parentPort?.postMessage("ready");
}
