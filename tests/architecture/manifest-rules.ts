/** The part of package-lock.json that the rules read. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly bin?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages that the lock file ties to a host, which another machine may not reach. */
export function resolvedHosts(lock: LockFile): string[] {
  return Object.entries(lock.packages).flatMap(([path, { resolved }]) =>
    resolved !== undefined && /^(?:git\+)?(?:https?|ssh):/.test(resolved) ? [`${path} is tied to ${resolved}`] : [],
  );
}

/** Optional packages that the lock file lacks, because the registry had none: `npm ci` then fails on every machine. */
export function missingOptionals(lock: LockFile): string[] {
  return Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !isReachable(path, name, lock))
      .map((name) => `${path} asks for ${name}, which the lock file lacks`),
  );
}

function isReachable(path: string, name: string, lock: LockFile): boolean {
  const folders = path.split("/").map((_, index, parts) => `${parts.slice(0, index + 1).join("/")}/`);
  return ["", ...folders].some((folder) => `${folder}node_modules/${name}` in lock.packages);
}

/**
 * Where `allowScripts` and the install scripts in the lock file differ. An optional package that no manifest of ours asks for
 * (such as a file watcher of another system) works without its script and must not be listed.
 */
export function wrongAllowScripts(root: Manifest, lock: LockFile, manifests: readonly Manifest[]): string[] {
  const asked = new Set(manifests.flatMap(namesOf));
  const needed = Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path, { optional }]) => ({ name: path.replace(/^.*node_modules\//, ""), optional }))
    .filter(({ name, optional }) => optional !== true || asked.has(name))
    .map(({ name }) => name);
  const allowed = Object.entries(root.allowScripts ?? {}).flatMap(([name, allow]) => (allow ? [name] : []));
  return [
    ...needed
      .filter((name) => !allowed.includes(name))
      .map((name) => `${name} has an install script and is not allowed`),
    ...allowed.filter((name) => !needed.includes(name)).map((name) => `${name} is allowed and has no install script`),
  ];
}

function namesOf({ dependencies, devDependencies, optionalDependencies }: Manifest): string[] {
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
}

export interface Bin {
  readonly path: string;
  /** The mode in git's index. */
  readonly mode: string | undefined;
  readonly text: string;
}

/** Why a bin could not be run from a fresh clone. */
export function wrongBin({ path, mode, text }: Bin): string[] {
  return [
    ...(mode === "100755" ? [] : [`${path} has mode ${mode ?? "none"} in git and must have 100755`]),
    ...(text.startsWith("#!/usr/bin/env node\n") ? [] : [`${path} must start with #!/usr/bin/env node`]),
  ];
}
