/** Names that say what stands in them, as people write them: `ATTIO_API_KEY`, `DATABASE_DSN`, `GITHUBTOKEN`. */
const SECRET_NAME =
  /(?:^|_)(?:[A-Z0-9]*(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|APIKEY)|PASS|PW|PWD|KEY|DSN|AUTH)S?(?:_|$)/i;
/** Ours: what is shorter stands in too many texts by chance. */
const SHORTEST_VALUE = 8;
/** Ours: Slack's and Railway's ids are shorter runs than this, so that they stay readable as evidence. */
const RANDOM_RUN = /[A-Za-z0-9]{16,}/g;
/** A commit is no secret, and a diagnosis is about it. */
const COMMIT_ID = /^[0-9a-f]{40}$/;
/** Bits for each character: words and dates stay under it, 16 random hex digits hardly ever do. */
const RANDOM_ENTROPY = 2.8;

/**
 * The values, and parts of values, that must never be shown: by the name of their variable, as credentials of an
 * address, or because they look random. Railway's own variables are ids, unless their name says otherwise.
 */
export function findSecretValues(variables: Readonly<Record<string, string>>): readonly string[] {
  const found = Object.entries(variables).flatMap(([name, value]) => findSecrets(name, value.trim()));
  return [...new Set(found.filter((secret) => secret.length >= SHORTEST_VALUE))];
}

function findSecrets(name: string, value: string): readonly string[] {
  if (URL.canParse(value) && value.includes("://")) return findInAddress(value);
  if (SECRET_NAME.test(name)) return [value, ...value.split("\n").map((line) => line.trim())];
  return !name.startsWith("RAILWAY_") && looksRandom(value) ? [value] : [];
}

/** The address itself may stay: which host a bot cannot reach is what a diagnosis tells. */
function findInAddress(value: string): readonly string[] {
  const { username, password, pathname, searchParams } = new URL(value);
  const parts = [username, ...pathname.split("/"), ...searchParams.values()].filter(looksRandom);
  return [password, ...parts].flatMap((part) => [part, decode(part)]);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function looksRandom(text: string): boolean {
  if (/\s/.test(text)) return false;
  const runs = [...text.matchAll(RANDOM_RUN)].map(([run]) => run);
  return runs.some(
    (run) => /\d/.test(run) && /[a-z]/i.test(run) && !COMMIT_ID.test(run) && entropyOf(run) >= RANDOM_ENTROPY,
  );
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
