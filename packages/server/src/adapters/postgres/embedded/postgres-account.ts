import { readFileSync } from "node:fs";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Whom the database programs run as; `undefined` ids mean the user of this process. */
export interface PostgresAccount {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root, so root hands over to `userName`; everybody else stays who they are. */
export function postgresAccount(userName: string): PostgresAccount {
  if (process.getuid?.() !== 0) return { name: "this user" };
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${userName}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (uid === undefined || gid === undefined || uid === "0") {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and the user "${userName}" it should run as is not an unprivileged user of /etc/passwd. ` +
        "Name another user, start Allclear as an ordinary user, or set ALLCLEAR_DATABASE_URL.",
      { code: "start-failed" },
    );
  }
  // macOS writes nobody as -2; the kernel wants it unsigned.
  return { name: `user "${userName}"`, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
}
