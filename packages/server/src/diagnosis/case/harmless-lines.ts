/** Changes of lines that change nothing that runs: another name for the same, other words for people. */

interface Lines {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const MOST = 400;
const DECLARES =
  /^\s*(?:export\s+|default\s+|async\s+|static\s+|private\s+|public\s+|readonly\s+){0,4}(?:const|let|var|function|def|class|type|interface|func|fn|val)\s+([\w$]+)/;

/** Each line is the same but for names that the change itself declares anew. */
export function isRename({ added, removed }: Lines): boolean {
  if (added.length !== removed.length || added.length === 0 || added.length > MOST) return false;
  const names = new Map<string, string>();
  const isSame = removed.every((line, index) => pairNames(line, added[index] ?? "", names));
  if (!isSame || names.size === 0) return false;
  const declared = new Set(removed.flatMap((line) => DECLARES.exec(line)?.[1] ?? []));
  return [...names.keys()].every((name) => declared.has(name));
}

/** Notes which name became which; answers whether nothing else differs. */
function pairNames(before: string, after: string, names: Map<string, string>): boolean {
  const one = before.match(/[\w$]+|[^\w\s]/g) ?? [];
  const other = after.match(/[\w$]+|[^\w\s]/g) ?? [];
  if (one.length !== other.length) return false;
  return one.every((token, index) => {
    const next = other[index] ?? "";
    if (token === next) return !names.has(token);
    if (!/^[A-Za-z_$]/.test(token) || !/^[A-Za-z_$]/.test(next)) return false;
    if ((names.get(token) ?? next) !== next) return false;
    names.set(token, next);
    return true;
  });
}

/** Text in quotes that reads like a sentence; queries and addresses do not. */
const SENTENCE = /(["'`])((?:(?!\1).){3,400})\1/g;
const NO_SENTENCE =
  /\b(?:select|insert|update|delete|where|join)\b.*\b(?:from|into|set|where|on)\b|https?:|=>|[{;]\s*$/i;
const OF_A_MODEL = /prompt|system|instruction|role:|content:/i;

export function isOnlyWords({ added, removed }: Lines): boolean {
  if (added.length !== removed.length || added.length === 0 || added.length > MOST) return false;
  return removed.every((line, index) => {
    const after = added[index] ?? "";
    return line !== after && !OF_A_MODEL.test(line) && withoutSentences(line) === withoutSentences(after);
  });
}

function withoutSentences(line: string): string {
  return line.replace(SENTENCE, (whole, _quote, text: string) =>
    /[A-Za-zÀ-ɏ]+ [A-Za-zÀ-ɏ]+/.test(text) && !NO_SENTENCE.test(text) ? keepParts(text) : whole,
  );
}

/** What is put into the sentence counts, and in which order. */
function keepParts(text: string): string {
  return `'${(text.match(/\$?\{[^}]{0,200}\}|%[sd]/g) ?? []).join("")}'`;
}
