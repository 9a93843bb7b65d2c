const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** No emoji sequence is longer; only heaps of combining marks are, and those may be cut. */
const window = 64;

/** The last place at or before an index where no combined character is cut, nor a surrogate pair. Looks at its surroundings only. */
export function graphemeBoundary(text: string, index: number): number {
  if (index <= 0 || index >= text.length || isPlain(text, index)) return index;
  const start = windowStart(text, index);
  const segment = graphemes.segment(text.slice(start, index + window)).containing(index - start);
  if (segment === undefined) return index;
  const boundary = start + segment.index;
  return boundary > start || start === 0 ? boundary : pairBoundary(text, index);
}

/** Nothing below U+0300 combines with its like, but for a line end of two characters. */
function isPlain(text: string, index: number): boolean {
  const after = text.charCodeAt(index);
  return after < 0x300 && after !== 0x0a && text.charCodeAt(index - 1) < 0x300;
}

/** Flags are pairs of regional indicators, which can only be told apart from where their row begins. */
function windowStart(text: string, index: number): number {
  let start = pairBoundary(text, Math.max(0, index - window));
  while (start >= 2 && isRegionalIndicator(text, start - 2)) start -= 2;
  return start;
}

function isRegionalIndicator(text: string, index: number): boolean {
  const character = text.codePointAt(index) ?? 0;
  return character >= 0x1f1e6 && character <= 0x1f1ff;
}

function pairBoundary(text: string, index: number): number {
  const splitsPair = index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
  return splitsPair ? index - 1 : index;
}
