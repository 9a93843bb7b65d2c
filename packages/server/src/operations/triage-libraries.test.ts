import { expect, test } from "vitest";
import { triageExample } from "../diagnosis/triage/fixtures/triage-example.ts";

const CASES: readonly (readonly [string, string, string])[] = [
  [
    "a broker that refuses the login",
    "auth/rabbitmq/config",
    'ERROR consumer down: Error: Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN"',
  ],
  [
    "a cloud that refuses the key",
    "auth/aws/config",
    "ERROR upload failed: InvalidClientTokenId: The security token included in the request is invalid.",
  ],
  [
    "Bolt for Python that turns requests away, at the level of information",
    "config/slack/config",
    [1, 2, 3]
      .map(
        (n) =>
          `INFO:slack_bolt.RequestVerification:Invalid request signature detected (signature: v0=${n}f, timestamp: 171198336${n}, body: {})`,
      )
      .join("\n"),
  ],
  [
    "a gateway that wants its intents allowed",
    "config/discord/config",
    "Error: Used disallowed intents\n    at WebSocketShard.onClose (/app/node_modules/@discordjs/ws/dist/index.js:1097:18)",
  ],
  [
    "an interaction that was answered too late",
    "timeout/discord/own-code",
    "DiscordAPIError[10062]: Unknown interaction\n    at handleErrors (/app/node_modules/@discordjs/rest/dist/index.js:687:13)",
  ],
  [
    "two that poll with one token",
    "config/telegram/config",
    "ERROR telegram.error.Conflict: Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  ],
  [
    "an error in a stream of events",
    "rate-limit/anthropic/external",
    'data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
  ],
  [
    "Azure's service of OpenAI's models",
    "auth/openai/config",
    "ERROR ask failed: Error code: 401 - {'error': {'code': '401', 'message': 'Access denied due to invalid subscription key or wrong API endpoint.'}}",
  ],
  [
    "tries that were told quietly, up to the end",
    "rate-limit/slack/external",
    Array.from(
      { length: 4 },
      () => "[INFO]  web-api:WebClient:0 API Call failed due to rate limiting. Will retry in 30 seconds.",
    ).join("\n"),
  ],
  [
    "an error that Ruby's console draws",
    "unknown/own-code/own-code",
    " 2.84s    error: Async::Task [oid=0x8]\n      |   NoMethodError: undefined method `text' for nil\n      |   → /app/lib/bot.rb:45 in `reply'\n      |     /app/lib/bot.rb:12 in `call'",
  ],
  [
    "a slip behind a library of Slack",
    "unknown/own-code/own-code",
    'ERROR:bot:listener broke\nTraceback (most recent call last):\n  File "/usr/lib/python3/site-packages/slack_sdk/socket_mode/client.py", line 148, in run\n    listener(self)\n  File "/app/bot.py", line 8, in handle\n    name = user["name"]\nKeyError: \'name\'',
  ],
  [
    "npm that ends as it was told to",
    "none/none/none",
    "listening on 80\nnpm ERR! path /usr/src/app\nnpm ERR! command failed\nnpm ERR! signal SIGTERM\nnpm ERR! command sh -c node server.js",
  ],
  [
    "words that are only named after errors",
    "none/none/none",
    "Nov 23 03:00:03 host bot[881]: error log rotated, 0 bytes\nNov 23 03:00:04 host bot[881]: Exception handler registered",
  ],
];

test.each(CASES)("what libraries print is understood: %s", (_, expected, log) => {
  const { pattern, component, origin } = triageExample(log);

  expect(`${pattern}/${component}/${origin}`).toBe(expected);
});
