import { parseArgs } from "node:util";
import type { Surface } from "../problem.ts";

export interface Command {
  readonly verb: "check" | "repair";
  /** Standard input where undefined or `-`. */
  readonly file: string | undefined;
  readonly surface: Surface | undefined;
  readonly isPlaybook: boolean;
  readonly isJson: boolean;
  readonly isJsonLines: boolean;
  readonly split: boolean;
}

/** What the arguments ask for; a string says what is wrong with them. */
export type Asked = { readonly verb: "help" } | { readonly verb: "version" } | Command | string;

export const usage = `Usage: allclear-blocks check [FILE|-] [options]
       allclear-blocks repair [FILE|-] [options]

check says what Slack would refuse; repair prints the payload as Slack takes it, and what was changed on standard error.
FILE or standard input holds a message, a view or blocks as JSON, a Block Kit Builder link, or a log with one of them in it.

  --surface message|modal|home   where it will be shown, if it does not say (default: message)
  --profile playbook             also apply the stricter limits of the incident response playbook
  --format text|json             how to report (default: text)
  --jsonl                        read one {"id","surface","payload"} a line, print one result a line
  --no-split                     repair: never make several messages of one
  -h, --help                     print this
  -V, --version                  print the version

Exit status: 0 valid or repaired, 1 problems, 2 wrong use or unreadable input.
`;

const surfaces: Readonly<Record<string, Surface>> = { message: "message", modal: "modal", home: "home" };

/** The surface of that name. */
export function toSurface(name: unknown): Surface | undefined {
  return typeof name === "string" && Object.hasOwn(surfaces, name) ? surfaces[name] : undefined;
}

/** Reads the arguments of the command line. */
export function parseArguments(args: readonly string[]): Asked {
  try {
    return toCommand(readArguments(args));
  } catch (error) {
    // Node's first sentence says what is wrong; the second explains a rare way out.
    const [what = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
    return `${what}.`;
  }
}

function readArguments(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      surface: { type: "string" },
      profile: { type: "string" },
      format: { type: "string", default: "text" },
      jsonl: { type: "boolean", default: false },
      "no-split": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      version: { type: "boolean", short: "V", default: false },
    },
  });
}

function toCommand({ values, positionals }: ReturnType<typeof readArguments>): Asked {
  if (values.help) return { verb: "help" };
  if (values.version) return { verb: "version" };
  const [verb, file, ...rest] = positionals;
  const surface = toSurface(values.surface);
  if (verb !== "check" && verb !== "repair")
    return verb === undefined ? "Say check or repair." : `There is no ${verb}.`;
  if (rest.length > 0) return "Give one FILE.";
  if (values.surface !== undefined && surface === undefined) return "--surface is message, modal or home.";
  if (values.profile !== undefined && values.profile !== "playbook") return "--profile is playbook.";
  if (values.format !== "text" && values.format !== "json") return "--format is text or json.";
  if (values["no-split"] && verb === "check") return "--no-split is for repair.";
  return {
    verb,
    file,
    surface,
    isPlaybook: values.profile !== undefined,
    isJson: values.format === "json",
    isJsonLines: values.jsonl,
    split: !values["no-split"],
  };
}
