import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Caller } from "../../operations/define-operation.ts";

/** A key is known by the SHA-256 of its text, in lower-case hex; the text itself is not kept. */
export interface KeyEntry {
  readonly digest: string;
  readonly caller: Caller;
}

/** Who holds which key. */
export interface KeyRing {
  /** Takes as long for a wrong key as for a right one. */
  readonly find: (token: string) => Caller | undefined;
  /** A text that proves until `expiresAt` (milliseconds) that its holder has shown a key, and cannot be turned back into it. */
  readonly openSession: (token: string, expiresAt: number) => string | undefined;
  readonly findSession: (session: string, now: number) => Caller | undefined;
}

/** Throws on a digest that is none, or that two callers share. */
export function createKeyRing(entries: readonly KeyEntry[]): KeyRing {
  const keys = entries.map(toKey);
  refuseDoubles(entries);
  const match = (token: string) => findSame(keys, createHash("sha256").update(token).digest(), ({ digest }) => digest);
  return {
    find: (token) => match(token)?.caller,
    openSession: (token, expiresAt) => {
      const key = match(token);
      return key === undefined ? undefined : `${expiresAt}.${proof(key, expiresAt).toString("base64url")}`;
    },
    findSession: (session, now) => {
      const [expires = "", signature = ""] = session.split(".");
      const expiresAt = Number(expires);
      if (!Number.isSafeInteger(expiresAt) || expiresAt <= now) return undefined;
      return findSame(keys, Buffer.from(signature, "base64url"), (key) => proof(key, expiresAt))?.caller;
    },
  };
}

export function digestKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

interface Key {
  readonly digest: Buffer;
  readonly caller: Caller;
}

function toKey({ digest, caller }: KeyEntry): Key {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error(`the key of ${caller.actor.name} has no SHA-256 digest in hex`);
  return { digest: Buffer.from(digest, "hex"), caller };
}

function refuseDoubles(entries: readonly KeyEntry[]): void {
  for (const [index, entry] of entries.entries()) {
    const other = entries.slice(0, index).find(({ digest }) => digest === entry.digest);
    if (other === undefined) continue;
    throw new Error(`${other.caller.actor.name} and ${entry.caller.actor.name} have the same key: give each its own`);
  }
}

/** Looks at every key, also after the right one was found. */
function findSame(keys: readonly Key[], wanted: Buffer, of: (key: Key) => Buffer): Key | undefined {
  const same = keys.filter((key) => {
    const candidate = of(key);
    return candidate.length === wanted.length && timingSafeEqual(candidate, wanted);
  });
  return same[0];
}

function proof({ digest }: Key, expiresAt: number): Buffer {
  return createHmac("sha256", digest).update(`pages until ${expiresAt}`).digest();
}
