import { join } from "node:path";

/** What the choice of a data folder depends on; read by config.ts, never here. */
export interface DataFolderSurroundings {
  readonly isRoot: boolean;
  readonly homeFolder: string;
  readonly xdgDataHome?: string | undefined;
}

/**
 * Where Allclear keeps its data when nobody says otherwise: `/var/lib/allclear` for root (below root's own home the
 * unprivileged database user could not reach it), else the XDG data home (XDG Base Directory Specification 0.8).
 */
export function defaultDataFolder(surroundings: DataFolderSurroundings): string {
  if (surroundings.isRoot) return "/var/lib/allclear";
  const dataHome = surroundings.xdgDataHome || join(surroundings.homeFolder, ".local", "share");
  return join(dataHome, "allclear");
}
