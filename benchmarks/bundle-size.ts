import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** Bytes of a module with all that it imports, minified and gzipped as a bundler and a web server would. */
export async function measureBundleSize(entryFile: string): Promise<number> {
  await using bundle = await rolldown({ input: entryFile, platform: "neutral", logLevel: "silent" });
  const { output } = await bundle.generate({ minify: true });
  const [{ code, imports }] = output;
  if (imports.length > 0) throw new Error(`${entryFile} also needs ${imports.join(", ")}, which is not counted`);
  return gzipSync(code, { level: 9 }).length;
}
