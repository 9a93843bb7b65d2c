import type { RepositoryFile } from "./repository.ts";

const homes = ["home", "root", "work", "farm", "Users"].join("|");
const machinePath = new RegExp(`(?<![\\w.@:/-])/(?:${homes})/[\\w.-]+|\\b[A-Z]:\\\\Users\\\\`);

/** Places that name a folder of somebody's machine. */
export function machinePathsIn(file: RepositoryFile): string[] {
  return file.text.split("\n").flatMap((line, index) => {
    const found = machinePath.exec(line)?.[0];
    return found === undefined ? [] : [`${file.path}:${index + 1} names a path of somebody's machine: ${found}`];
  });
}
