import { parseArgs } from "node:util";

export interface DemoOptions {
  /** Fault files; empty: those that come with the demo. */
  readonly faultFiles: readonly string[];
  readonly json: boolean;
  readonly keep: boolean;
  /** Where reviews, timelines and logs are kept; `.allclear/demo` of the workspace unless given. */
  readonly output: string | undefined;
  readonly help: boolean;
}

export const usage = `Usage: npm run demo -- [--fault-file FILE]... [--json] [--keep] [--output FOLDER]

Starts a simulated Slack and Railway, a real bot and Allclear, breaks the bot, and watches until all clear.

  --fault-file FILE   a fault to run, as docs/fault-files.md describes; may be repeated. All of the demo's own without it
  --json              a line of JSON for each milestone and one for the end, instead of the story
  --keep              leaves everything of the last fault up until Ctrl-C, with the incidents page
  --output FOLDER     where reviews, timelines and logs are kept; .allclear/demo without it
  --help              this text

Exit status: 0 when every fault ended as its file expects, 1 when one did not or could not be run,
2 for a wrong command line or fault file, 130 after Ctrl-C.
`;

/** Throws what is wrong with the command line. */
export function readCommandLine(programArguments: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...programArguments],
    options: {
      "fault-file": { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      output: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  return { ...values, faultFiles: values["fault-file"], output: values.output };
}
