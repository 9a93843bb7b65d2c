import pg from "pg";
import { PortError } from "../../ports/port-error.ts";

/** SQLSTATE classes by which PostgreSQL says that it is away, full, or shutting down (PostgreSQL manual, appendix A). */
const AWAY = /^(?:08|53|57)/;
/** The driver has no codes for what it says itself (`pg/lib/client.js`, `pg-pool/index.js`). */
const AWAY_WORDS =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/;
const UNREACHABLE = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"]);

/** Runs it, and says `PortError` when the database is away; any other failure is a bug and stays as it is. */
export async function onDatabase<Result>(port: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw isAway(error) ? away(port, error) : error;
  }
}

function away(port: string, cause: unknown): PortError {
  return new PortError(port, "unreachable", "the database does not answer; see that it runs", { cause });
}

function isAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return AWAY.test(error.code ?? "");
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string" && UNREACHABLE.has(error.code)) return true;
  return AWAY_WORDS.test(error.message);
}

/** Two writers met (PostgreSQL manual, appendix A): unique violation, serialization failure, deadlock. */
const CONFLICTS = new Set(["23505", "40001", "40P01"]);

export function isConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && CONFLICTS.has(error.code ?? "");
}
