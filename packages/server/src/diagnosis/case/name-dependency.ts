/** Dependencies that a text names: those that bots use, and the services of the case itself. */

/** Run by somebody else, reached over the internet. */
const OUTSIDE: readonly (readonly [string, RegExp])[] = [
  ["slack", /\bslack|WebAPI\w*Error|slack\.com/i],
  ["anthropic", /anthropic|\bclaude\b/i],
  ["openai", /openai|\bgpt-|chatgpt/i],
  ["attio", /attio/i],
  ["hubspot", /hubspot|hubapi/i],
  ["salesforce", /salesforce/i],
  ["notion", /\bnotion\b|notion\.com/i],
  ["github", /github/i],
  ["linear", /linear\.app/i],
  ["jira", /\bjira\b|atlassian/i],
  ["stripe", /\bstripe\b/i],
  ["sendgrid", /sendgrid/i],
  ["twilio", /twilio/i],
  ["gemini", /gemini|generativelanguage|vertex/i],
  ["bedrock", /bedrock/i],
  ["mistral", /mistral/i],
  ["cohere", /\bcohere\b/i],
  ["pinecone", /pinecone/i],
  ["s3", /\bs3\b|amazonaws/i],
  ["google", /googleapis/i],
  ["microsoft", /graph\.microsoft/i],
];
/** Part of the bot's own platform. */
const INSIDE: readonly (readonly [string, RegExp])[] = [
  ["mongodb", /mongo/i],
  ["postgres", /postgres|\bpg\b|\bprisma\b/i],
  ["mysql", /mysql|mariadb/i],
  ["redis", /redis|WRONGPASS|valkey/i],
  ["kafka", /kafka/i],
  ["rabbitmq", /rabbit|\bamqp/i],
  ["elasticsearch", /elastic|opensearch/i],
  ["memcached", /memcache/i],
  ["qdrant", /qdrant/i],
];

const OUTSIDE_NAMES: ReadonlySet<string> = new Set(OUTSIDE.map(([name]) => name));

/** The first named first. */
export function dependenciesIn(text: string): readonly string[] {
  return [...OUTSIDE, ...INSIDE]
    .map(([name, shape]) => ({ name, place: text.search(shape) }))
    .filter(({ place }) => place >= 0)
    .sort((one, other) => one.place - other.place)
    .map(({ name }) => name);
}

/** Services of the case that the text names as words of their own; short names say too little. */
export function servicesIn(text: string, services: ReadonlySet<string>): readonly string[] {
  const words = new Set(text.toLowerCase().split(/[^a-z0-9_-]+/));
  return [...services].filter((service) => service.length > 2 && words.has(service.toLowerCase()));
}

/** `slack`, `slack-api`, `api.anthropic.com`, `external:attio`. */
export function isOutside(service: string): boolean {
  if (OUTSIDE_NAMES.has(service)) return true;
  if (/^(?:external|third.?party|vendor|provider)\b|\.(?:com|io|dev|ai|net|org)$/i.test(service)) return true;
  return /(?:-api|_api|\sapi)$/i.test(service) && OUTSIDE.some(([name]) => service.toLowerCase().startsWith(name));
}
