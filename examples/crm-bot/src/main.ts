import { readFile } from "node:fs/promises";
import { readConfig } from "./config.ts";
import { createCrmBot } from "./crm-bot.ts";
import { createHealthServer, rememberSuccess } from "./health.ts";

const config = readConfig(process.env);
const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const { app, companies, settled } = createCrmBot(config);
await app.start();

const health = createHealthServer(
  [{ name: "slack", probe: rememberSuccess(() => app.client.auth.test(), 10_000) }, companies],
  version,
);
health.listen(config.port, () => console.log(`crm-bot ${version} is running, health on port ${config.port}`));

async function stop(signal: string): Promise<void> {
  console.log(`${signal} received, stopping`);
  health.close();
  health.closeAllConnections();
  await app.stop();
  await settled();
  process.exit(0);
}

process.once("SIGTERM", () => void stop("SIGTERM"));
process.once("SIGINT", () => void stop("SIGINT"));
