import { Worker } from "node:worker_threads";
import { SHAPING_WORK, type ShapedRoom, type ShapingTask, type ShapingWork, shapeRooms } from "./shaping-work.ts";

export interface ShapingThread {
  /** It takes a while to start. */
  isReady(): boolean;
  shape(task: ShapingTask): void;
  stop(): Promise<void>;
}

export interface ShapingResults {
  /** In the order of the tasks. */
  readonly shaped: (room: ShapedRoom) => void;
  readonly failed: (error: unknown) => void;
}

/** In megabytes; the thread makes hardly any garbage. */
const MEMORY = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };
/** The module is imported by its address, which names what was published as well as its source. */
const START = `import(require("node:worker_threads").workerData.module).then(
  (work) => work.${shapeRooms.name}(),
  (error) => setImmediate(() => { throw error; }),
);`;

export function startShapingThread(work: ShapingWork, { shaped, failed }: ShapingResults): ShapingThread {
  const worker = new Worker(START, {
    eval: true,
    workerData: { ...work, module: SHAPING_WORK },
    resourceLimits: MEMORY,
  });
  let isReady = false;
  worker.on("message", (told: "ready" | ShapedRoom) => {
    if (told === "ready") isReady = true;
    else shaped(told);
  });
  worker.on("error", failed);
  return {
    isReady: () => isReady,
    shape: (task) => worker.postMessage(task),
    stop: async () => {
      await worker.terminate();
    },
  };
}
