/** What a failure said, in as much as a line of a pager holds: masked and redacted, without the JSON around it. */

import { maskText } from "../mask-text.ts";
import type { ErrorFact } from "./error-fact.ts";

const LONGEST = 120;
/** Services answer in JSON, Python prints it as a dictionary; both put the sentence for people under this name. */
const TOLD = /["']message["']:\s?(?:"([^"\n\\]{1,300})|'([^'\n\\]{1,300}))/;
/** Statuses are numbers, which are masked. */
const STATUS_FIRST = /^<n> /;

/** Empty where it said nothing. */
export function sayFault({ chain, template }: Pick<ErrorFact, "chain" | "template">): string {
  const { message = "", status, type, code } = chain.at(-1) ?? {};
  const told = TOLD.exec(message);
  if (told === null) return cut(template.trim().replace(STATUS_FIRST, status === undefined ? "" : `${status} `));
  const names = [status, type ?? code].filter((name) => name !== undefined).join(" ");
  const said = maskText(told[1] ?? told[2] ?? "");
  return cut(names === "" ? said : `${names}: ${said}`);
}

function cut(said: string): string {
  return said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said;
}
