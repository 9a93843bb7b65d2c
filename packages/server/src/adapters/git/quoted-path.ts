const escapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  "\\": 92,
};

/** Undoes git's C-style quoting (git-config(1), core.quotePath); undefined when the text is not a whole quoted path. */
export function unquotePath(text: string): string | undefined {
  if (!/^"(?:[^"\\]|\\(?:[abtnvfr"\\]|[0-3][0-7]{2}))*"$/.test(text)) return undefined;
  const pieces = text.slice(1, -1).match(/\\[0-7]{3}|\\.|[^\\]+/g) ?? [];
  return Buffer.concat(pieces.map(toBytes)).toString("utf8");
}

function toBytes(piece: string): Buffer {
  if (!piece.startsWith("\\")) return Buffer.from(piece, "utf8");
  return Buffer.from([escapes[piece.slice(1)] ?? Number.parseInt(piece.slice(1), 8)]);
}
