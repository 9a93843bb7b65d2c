const narrowest = 40;

/** Lines of at most so many characters, broken at spaces; what follows a broken line keeps its indentation. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, Math.max(narrowest, width)));
}

function wrapLine(line: string, width: number): readonly string[] {
  const indentation = Math.min(narrowest / 2, /^\s*(?:[+-] |\d+\. )?/.exec(line)?.[0].length ?? 0);
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const end = space > indentation ? space : width;
    lines.push(rest.slice(0, end));
    rest = `${" ".repeat(indentation)}${rest.slice(end).trimStart()}`;
  }
  return [...lines, rest];
}
