/** A path as a stack prints it (`/app/src/notes.ts`) and the file of the repository that it means (`src/notes.ts`). */

export interface PathMatch {
  readonly path: string;
  /** Another file would fit as well, or only the end of the path agrees. */
  readonly isAmbiguous: boolean;
}

/** Folders that may stand between the root of a checkout and a file of the same name. */
const SOURCE_FOLDERS: ReadonlySet<string> = new Set(["src", "lib", "dist", "build", "server", "bot"]);

/** The known file with the longest common end; `undefined` when none fits. */
export function matchPath(printed: string, known: readonly string[]): PathMatch | undefined {
  const parts = toParts(printed);
  const fits = [...new Set(known)].flatMap((path) => {
    const common = commonEnd(parts, toParts(path));
    const isWhole = common === toParts(path).length;
    return isWhole || common >= 2 ? [{ path, common, isWhole }] : [];
  });
  const best = fits.reduce((most, { common }) => Math.max(most, common), 0);
  const longest = fits.filter(({ common }) => common === best);
  const [only] = longest.filter(({ isWhole }) => isWhole).concat(longest);
  if (only === undefined) return undefined;
  const isBareName = best === 1 && SOURCE_FOLDERS.has(parts.at(-2) ?? "");
  return { path: only.path, isAmbiguous: longest.length > 1 || !only.isWhole || isBareName };
}

function toParts(path: string): readonly string[] {
  return path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");
}

function commonEnd(one: readonly string[], other: readonly string[]): number {
  let count = 0;
  while (count < one.length && count < other.length && one.at(-1 - count) === other.at(-1 - count)) count += 1;
  return count;
}
