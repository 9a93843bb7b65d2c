/** Rings of files that import each other, each as a path that ends where it began. `graph` maps a file to what it imports. */
export function importCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  for (const file of graph.keys()) visit(file, []);
  return cycles;

  function visit(file: string, trail: readonly string[]): void {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) cycles.push([...trail.slice(seenAt), file]);
    if (seenAt >= 0 || done.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...trail, file]);
    done.add(file);
  }
}
