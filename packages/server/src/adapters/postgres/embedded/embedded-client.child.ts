import { once } from "node:events";
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

// A client of the embedded server in a process of its own, for the tests: tells its parent the address, then waits to be killed.
const [options] = (await once(process, "message")) as [EmbeddedPostgresOptions & { becomeUid?: number }];

if (options.becomeUid !== undefined) {
  process.chdir("/");
  process.setgroups?.([]);
  process.setgid?.(options.becomeUid);
  process.setuid?.(options.becomeUid);
}
try {
  const { url } = await startEmbeddedPostgres(options);
  process.send?.({ url });
} catch (error) {
  process.send?.({ code: error instanceof EmbeddedPostgresError ? error.code : String(error) });
  process.disconnect();
}
