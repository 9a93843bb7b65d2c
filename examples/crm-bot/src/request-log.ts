import { randomBytes } from "node:crypto";

/** Runs one request between its START and its completed or failed line; a failure goes on to the caller. */
export async function logRequest<Result>(
  operation: string,
  query: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const id = `req-${randomBytes(3).toString("hex")}`;
  const what = query === "" ? operation : `${operation} query=${JSON.stringify(query.slice(0, 80))}`;
  const startedAt = performance.now();
  const took = () => `took ${Math.round(performance.now() - startedAt)}ms`;
  console.log(`[${id}] START ${what}`);
  try {
    const result = await work();
    console.log(`[${id}] completed ${what} ${took()}`);
    return result;
  } catch (error) {
    console.error(`[${id}] failed ${what} ${took()}: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
}
