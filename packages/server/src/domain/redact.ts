/** No secret leaves: what looks like a credential is masked before text is kept, posted or logged. */

const MASK = "[redacted]";

/** Where a credential may begin: after no letter or digit, or after an escape that ends in one, as in `\n` or `%3D`. */
const START = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[bfnrt])|(?<=%[0-9A-Fa-f]{2}))`;
const NAME = `(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)`;
const QUOTE = String.raw`\\{0,3}["']?`;

/**
 * Shapes of credentials. Each takes time linear in the text: a part that repeats without bound is either the end of its
 * shape or begins where it cannot begin again.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
  // Slack: https://docs.slack.dev/authentication/tokens
  [/xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{6,}/g, MASK],
  [new RegExp(`${START}(?:xapp|xwfp)-[A-Za-z0-9-]{6,}`, "g"), MASK],
  [/(hooks\.slack\.com\/(?:services|triggers|workflows)\/)[A-Za-z0-9/_-]+/gi, `$1${MASK}`],
  [new RegExp(`${START}(?:sk|pk|rk|ghp|gho|ghu|ghs|ghr|github_pat|glpat|npm)[-_][A-Za-z0-9_-]{12,}`, "g"), MASK],
  [new RegExp(String.raw`${START}(?:ya29\.[A-Za-z0-9._-]{12,}|AIza[A-Za-z0-9_-]{30,}|A[KS]IA[A-Z0-9]{16})`, "g"), MASK],
  [new RegExp(String.raw`${START}eyJ[A-Za-z0-9_-]{8,500}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}`, "g"), MASK],
  [/\b(Bearer\s{1,4})[A-Za-z0-9._~+/=-]{6,}/gi, `$1${MASK}`],
  [
    new RegExp(String.raw`(Authorization${QUOTE}\s{0,4}[:=]\s{0,4}${QUOTE}(?:Basic|Token|Bot)\s{1,4})[^\s"',;]+`, "gi"),
    `$1${MASK}`,
  ],
  [/(:\/\/[^\s:/@]{0,100}:)[^\s/]+@/g, `$1${MASK}@`],
  [new RegExp(String.raw`(${NAME}${QUOTE}\s{0,4}[=:]\s{0,4})"(?:[^"\\]|\\.)*"`, "gi"), `$1"${MASK}"`],
  [new RegExp(String.raw`(${NAME}${QUOTE}\s{0,4}[=:]\s{0,4})'(?:[^'\\]|\\.)*'`, "gi"), `$1'${MASK}'`],
  [new RegExp(String.raw`(${NAME}${QUOTE}\s{0,4}[=:]\s{0,4}${QUOTE})[^\s"',;}]{4,}`, "gi"), `$1${MASK}`],
];

export type Redact = (text: string) => string;

/** Masks the shapes above, and the known secret values wherever they stand, also as JSON and in addresses. */
export function createRedact(secrets: readonly string[]): Redact {
  const known = [...new Set(secrets.filter((secret) => secret.length >= 4).flatMap(spellings))];
  const longestFirst = known.sort((one, other) => other.length - one.length);
  return (text) => {
    const withoutKnown = longestFirst.reduce((rest, secret) => rest.split(secret).join(MASK), text);
    return SHAPES.reduce((rest, [shape, replacement]) => rest.replace(shape, replacement), withoutKnown);
  };
}

function spellings(secret: string): readonly string[] {
  // Half of a surrogate pair cannot stand in an address.
  const inAddress = secret.isWellFormed() ? encodeURIComponent(secret) : secret;
  return [secret, JSON.stringify(secret).slice(1, -1), inAddress];
}

/** The same value with every string in it redacted. */
export function redactDeep<Value>(value: Value, redact: Redact): Value {
  return mapStrings(value, redact) as Value;
}

function mapStrings(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, redact)]));
}
