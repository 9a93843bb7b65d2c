/** What a package.json of ours may hold that is published. */
export interface SourceManifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly engines: { readonly node: string };
  readonly exports?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** The manifest of the built package: sources become their JavaScript, our own packages their versions; what serves development is left out. */
export function toPublishedManifest(
  source: SourceManifest,
  versions: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const { devDependencies: _, scripts: __, ...kept } = source;
  const { exports: entries, bin, dependencies } = kept;
  return {
    ...kept,
    ...(entries === undefined ? {} : { exports: mapValues(entries, toExport) }),
    ...(bin === undefined ? {} : { bin: mapValues(bin, (path) => toJavaScript(path).replace(/^\.\//, "")) }),
    ...(dependencies === undefined
      ? {}
      : { dependencies: mapValues(dependencies, (range, name) => versions.get(name) ?? range) }),
  };
}

/** The lowest Node that a range of the form ">=24" or ">=22.18" promises. Another form throws: it could not be tried. */
export function lowestNode(range: string): string {
  const [, major, minor = "0", patch = "0"] = /^>=(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(range) ?? [];
  if (major === undefined) throw new Error(`engines.node must have the form ">=24" or ">=22.18", not "${range}"`);
  return `${major}.${minor}.${patch}`;
}

function toExport(path: string): unknown {
  if (!path.endsWith(".ts")) return path;
  return { types: path.replace(/\.ts$/, ".d.ts"), default: toJavaScript(path) };
}

function toJavaScript(path: string): string {
  return path.replace(/\.ts$/, ".js");
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
