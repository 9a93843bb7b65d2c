import { PortError } from "../../ports/port-error.ts";

/** git-check-ref-format(1), and no leading dash, which a command could take for an option. */
const forbiddenInBranch = /^[-/.]|[/.]$|\.\.|\/\/|\/\.|\.lock(?:\/|$)|@\{|^@$|[\p{Cc} ~^:?*[\\]/u;

export function checkBranch(branch: string): void {
  if (branch === "" || branch.length > 255 || forbiddenInBranch.test(branch))
    throw new PortError("repository", "refused", "That is not the name of a branch: check the bot's configuration");
}

export function checkCommitId(id: string): void {
  if (!/^[0-9a-f]{7,64}$/.test(id)) throw new PortError("repository", "refused", "That is not the id of a commit");
}

/** The key stands in a trailer, so it is one line of visible characters. */
export function checkKey(key: string): void {
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new PortError("repository", "refused", "A remedy's key is one word of at most 200 plain characters");
}
