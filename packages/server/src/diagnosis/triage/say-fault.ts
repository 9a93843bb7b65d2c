/** What a failure said, in as much as a line of a pager holds: masked and redacted, without the JSON around it. */

import { maskText } from "../mask-text.ts";
import type { Mask } from "../signatures/masks.ts";
import type { ErrorFact } from "./error-fact.ts";

const LONGEST = 120;
/** Services answer in JSON, Python prints it as a dictionary; both put the sentence for people under this name. */
const TOLD = /["']message["']:\s?(?:"([^"\n\\]{1,300})|'([^'\n\\]{1,300}))/;

/** Empty where it said nothing. */
export function sayFault({ chain, template }: Pick<ErrorFact, "chain" | "template">, masks?: readonly Mask[]): string {
  const { message = "", status, type, code } = chain.at(-1) ?? {};
  const told = TOLD.exec(message);
  if (told !== null) {
    const names = [status, type ?? code].filter((name) => name !== undefined).join(" ");
    const said = maskKeeping(told[1] ?? told[2] ?? "", [status, code], masks);
    return cut(names === "" ? said : `${names}: ${said}`);
  }
  const first = message.split("\n", 1)[0]?.trim() ?? "";
  return cut(first === "" ? template.trim() : maskKeeping(first, [status, code], masks));
}

/** Numbers are masked, but for those that name the failure: its status, its code. */
function maskKeeping(text: string, names: readonly (string | number | undefined)[], masks?: readonly Mask[]): string {
  const numbers = names.flatMap((name) => (/^\d{2,6}$/.test(String(name)) ? [String(name)] : []));
  const kept = numbers.reduce(
    (said, number) => said.replaceAll(new RegExp(`\\b${number}\\b`, "g"), spell(number)),
    text,
  );
  return numbers.reduce((said, number) => said.replaceAll(spell(number), number), maskText(kept, masks));
}

/** A word that no mask knows. */
function spell(number: string): string {
  return `Zz${number.replace(/\d/g, (digit) => LETTERS.charAt(Number(digit)))}zZ`;
}

const LETTERS = "qwrtypsgjk";

function cut(said: string): string {
  return said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said;
}
