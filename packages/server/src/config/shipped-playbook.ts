/** The playbook that ships: `default.yaml`, and a file for each pattern that is named by its id. */

import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

export interface ShippedPlaybook {
  /** Parsed, as `readPlaybook` takes it. */
  readonly value: unknown;
  /** Of all files, for a digest. */
  readonly text: string;
}

const FOLDER = new URL("../playbook/", import.meta.url);
const PATTERNS = new URL("patterns/", FOLDER);

export function readShippedPlaybook(): ShippedPlaybook {
  const settings = readFileSync(new URL("default.yaml", FOLDER), "utf8");
  const patterns = readdirSync(PATTERNS)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => ({ id: file.slice(0, -".yaml".length), text: readFileSync(new URL(file, PATTERNS), "utf8") }));
  return {
    value: { ...parse(settings), patterns: Object.fromEntries(patterns.map(({ id, text }) => [id, parse(text)])) },
    text: [settings, ...patterns.map(({ text }) => text)].join("\n"),
  };
}
