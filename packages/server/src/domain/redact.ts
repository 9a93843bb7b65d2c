/** No secret leaves: what looks like a credential is masked before text is kept, posted or logged. */

const MASK = "[redacted]";

/** Shapes of credentials: Slack tokens, provider keys, bearer headers, passwords in addresses, `NAME=value` of secrets. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\bx(?:ox[a-z]|app|wfp)-[A-Za-z0-9-]{6,}/g, MASK],
  [/\b(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|AKIA|ya29)[-_][A-Za-z0-9_-]{12,}/g, MASK],
  [/\bAKIA[A-Z0-9]{16}\b/g, MASK],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}/g, MASK],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${MASK}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, `$1:${MASK}@`],
  [
    /\b([A-Z0-9_-]*(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)["']?\s*[=:]\s*["']?)[^\s"',;}]{4,}/gi,
    `$1${MASK}`,
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
];

export type Redact = (text: string) => string;

/** Masks the shapes above, and the known secret values wherever they stand. */
export function createRedact(secrets: readonly string[]): Redact {
  const known = secrets.filter((secret) => secret.length >= 4).sort((one, other) => other.length - one.length);
  return (text) => {
    const withoutKnown = known.reduce((rest, secret) => rest.split(secret).join(MASK), text);
    return SHAPES.reduce((rest, [shape, replacement]) => rest.replace(shape, replacement), withoutKnown);
  };
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
