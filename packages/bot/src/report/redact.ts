/** Credentials in texts of errors: Slack, model providers, cloud keys, headers, addresses with passwords. */
const SECRETS: readonly RegExp[] = [
  /\bx(?:ox[a-z]|app)-[\w-]{5,300}/g,
  /\b(?:sk|pk|rk)-[\w-]{10,300}/g,
  /\b(?:ghp|gho|ghs|github_pat|glpat|AKIA|AIza)[\w-]{10,300}/g,
  /\beyJ[\w-]{10,2000}\.[\w-]{5,2000}(?:\.[\w-]{0,2000})?/g,
  /(?<=\bBearer\s{1,3})[\w.~+/=-]{6,2000}/gi,
  /(?<=:\/\/[^\s:@/]{0,200}:)[^\s@/]{1,300}(?=@)/g,
  /(?<=\b(?:token|secret|password|passwd|api[_-]?key|authorization)["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"',;&]{4,300}/gi,
];
/** An error's message says what it has to say in less; more is a payload. */
const LONGEST = 300;

export function redact(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return SECRETS.reduce((shown, secret) => shown.replace(secret, "[redacted]"), cut);
}
