/** A bot that ends of an error that nobody catches, as the argument says. */
import { recordLastWords } from "./last-words.ts";

const [, , how = "", folder] = process.argv;
if (folder !== undefined) recordLastWords({ bot: "crm-bot", folder });

if (how === "throw") {
  setImmediate(() => {
    throw new RangeError("token xoxb-1234567890-secret is out of range");
  });
}
if (how === "reject") void Promise.reject(new RangeError("nobody awaits this"));
