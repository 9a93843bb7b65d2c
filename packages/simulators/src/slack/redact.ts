const secrets = /\b(?:xox[a-z]|xapp)-[A-Za-z0-9-]+|(?<=ticket=)[A-Za-z0-9-]+/g;

/** A copy in which every Slack token and socket ticket is replaced; other text is kept. */
export function redact(value: unknown): unknown {
  if (typeof value === "string") {
    return value.replaceAll(secrets, "[redacted]");
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => redact(item));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redact(part)]));
  }
  return value;
}
