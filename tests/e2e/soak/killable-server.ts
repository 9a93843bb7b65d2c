import { fileURLToPath } from "node:url";
import { passedOn } from "../demo/run-git.ts";
import { type Program, startProgram } from "../demo/start-program.ts";

export interface ServerPlace {
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly temporaryFolder: string;
  readonly hurry: AbortSignal;
}

const serverBin = fileURLToPath(new URL("../../../packages/server/bin/allclear.ts", import.meta.url));
const graceMs = 15_000;

/** The real server process, which is killed and started again with the same configuration. */
export class KillableServer {
  readonly #place: ServerPlace;
  #program: Program | undefined;
  #url: string | undefined;

  constructor(place: ServerPlace) {
    this.#place = place;
  }

  /** Where it answers; undefined while it does not run. */
  get url(): string | undefined {
    return this.#url;
  }

  /** Starts the process, which is not ready yet. */
  begin(): void {
    const { configFile, environment, dataFolder, logFile, temporaryFolder, hurry } = this.#place;
    this.#program = startProgram({
      name: "Allclear",
      file: serverBin,
      programArguments: ["serve", "--config", configFile],
      environment: { ...passedOn(), ...environment, TMPDIR: temporaryFolder, ALLCLEAR_DATA_FOLDER: dataFolder },
      logFile,
      graceMs,
      hurry,
    });
  }

  /** Resolves with the time (`performance.now()`) at which the server said that it is ready. */
  async ready(): Promise<number> {
    const line = await this.#program?.ready;
    const at = performance.now();
    if (line === undefined) throw new Error("the server was not started");
    const { url } = JSON.parse(line) as { readonly url: string };
    this.#url = url;
    return at;
  }

  /** Throws when the server has ended without having been told to. */
  check(): void {
    const ended = this.#program?.ended();
    if (ended !== undefined) throw new Error(`the server ended by itself: ${ended}`);
  }

  /** kill -9, of the server's process alone. */
  async kill(): Promise<void> {
    this.#url = undefined;
    const killed = this.#program;
    this.check();
    this.#program = undefined;
    await killed?.kill();
  }

  async stop(): Promise<void> {
    this.#url = undefined;
    await this.#program?.stop();
  }
}
