import type { LogLine } from "./railway-types.ts";

type Predicate = (line: LogLine) => boolean;

/**
 * Railway's filter syntax (docs.railway.com/observability/logs, "Filter syntax", read 2026-11-23): words and "phrases" are
 * substrings, `@name:value` asks an attribute (`@level:error`, `@took:>25000`, `@retries:1..3`), combined by AND (also by
 * standing side by side), OR, `-` and parentheses. Text is compared without regard to case.
 */
export function matchesFilter(filter: string): Predicate {
  const tokens = filter.match(/-?(?:@[^\s():]+:)?"[^"]*"|[()]|-(?=\()|[^\s()]+/g) ?? [];
  if (tokens.length === 0) return () => true;
  return readAlternatives({ tokens, position: 0 });
}

interface Reading {
  readonly tokens: readonly string[];
  position: number;
}

function readAlternatives(reading: Reading): Predicate {
  const alternatives = [readConjunction(reading)];
  while (reading.tokens[reading.position] === "OR") {
    reading.position += 1;
    alternatives.push(readConjunction(reading));
  }
  return (line) => alternatives.some((fits) => fits(line));
}

function readConjunction(reading: Reading): Predicate {
  const terms: Predicate[] = [];
  for (;;) {
    const token = reading.tokens[reading.position];
    if (token === undefined || token === "OR" || token === ")") break;
    if (token === "AND") reading.position += 1;
    else terms.push(readTerm(reading));
  }
  return (line) => terms.every((fits) => fits(line));
}

function readTerm(reading: Reading): Predicate {
  const token = reading.tokens[reading.position] ?? "";
  reading.position += 1;
  if (token === "-") return negate(readTerm(reading));
  if (token === "(") {
    const inner = readAlternatives(reading);
    if (reading.tokens[reading.position] === ")") reading.position += 1;
    return inner;
  }
  if (token.startsWith("-") && token.length > 1) return negate(toPredicate(token.slice(1)));
  return toPredicate(token);
}

function negate(predicate: Predicate): Predicate {
  return (line) => !predicate(line);
}

function toPredicate(token: string): Predicate {
  const attribute = /^@([^:]+):(.*)$/s.exec(token);
  if (attribute === null) {
    const needle = unquote(token).toLowerCase();
    return (line) => line.message.toLowerCase().includes(needle);
  }
  const [, name = "", wanted = ""] = attribute;
  return (line) => {
    const value = attributeOf(line, name);
    return value !== undefined && compare(value, unquote(wanted));
  };
}

function unquote(text: string): string {
  return text.replace(/^"(.*)"$/s, "$1");
}

function attributeOf(line: LogLine, path: string): string | undefined {
  const [, name = path, index] = /^(.*?)(?:\[(\d+)\])?$/.exec(path) ?? [];
  const text = line.attributes.find(({ key }) => key === name)?.value;
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  const found: unknown = index !== undefined && Array.isArray(value) ? value[Number(index)] : value;
  return typeof found === "object" ? JSON.stringify(found) : String(found);
}

function compare(value: string, wanted: string): boolean {
  const range = /^(-?[\d.]+?)\.\.(-?[\d.]+)$/.exec(wanted);
  if (range !== null) return Number(value) >= Number(range[1]) && Number(value) <= Number(range[2]);
  const [, operator, limit] = /^(>=|<=|>|<)(-?[\d.]+)$/.exec(wanted) ?? [];
  switch (operator) {
    case ">":
      return Number(value) > Number(limit);
    case ">=":
      return Number(value) >= Number(limit);
    case "<":
      return Number(value) < Number(limit);
    case "<=":
      return Number(value) <= Number(limit);
    default:
      return value.toLowerCase() === wanted.toLowerCase();
  }
}
