/** Stack frames as the Java machine and .NET print them: by type and method, with a file and a line where these are known. */

import type { FrameFact } from "../../domain/evidence.ts";

interface ManagedFrame {
  readonly fact?: FrameFact;
  readonly own: boolean;
}

/** `at java.base/java.net.Socket.connect(Socket.java:633)`, and Logback's `~[okhttp-4.9.3.jar:na]` behind it. */
const JAVA =
  /^\s*at (?:[\w.@-]{1,80}\/{1,2}){0,2}([\w$.]{1,200}\.[\w$<>-]{1,120})\(([\w$.-]{1,120}|Native Method|Unknown Source)(?::(\d{1,9}))?\)(?: ~?\[[^\]]{0,120}\])?$/;
/** `at Bot.Handlers.Post(String text) in /src/Handlers.cs:line 12` */
const NET = /^\s*at ([\w.`[\],<>|+]{1,240})\([^()]{0,400}\)(?: in (.{1,400}?):line (\d{1,9}))?$/;
/** What no bot is written in. */
const LIBRARIES =
  /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|clojure|org\.(?:springframework|apache|hibernate|eclipse|postgresql|mongodb|slf4j|jboss|glassfish|reactivestreams|json|redisson|bson)|com\.(?:mongodb|google|fasterxml|zaxxer|slack\.api|amazonaws|mysql|openai|anthropic|azure|microsoft|mchange|hubspot)|io\.(?:netty|lettuce|grpc|ktor|quarkus|micronaut|vertx|reactivex|projectreactor|jsonwebtoken)|redis\.clients|reactor|rx|okhttp3|okio|retrofit2|software\.amazon|ch\.qos|feign|akka)\./;
const NET_LIBRARIES =
  /^(?:System|Microsoft|Npgsql|StackExchange|MongoDB|MySql|SlackNet|SlackAPI|Polly|Newtonsoft|Azure|Amazon|OpenAI|Google|Grpc|Serilog)\./;

export function parseJavaFrame(line: string): ManagedFrame | undefined {
  const match = JAVA.exec(line);
  if (match === null) return undefined;
  const [, symbol = "", path = "", number] = match;
  if (number === undefined) return { own: false };
  return { fact: { path, line: Number(number), symbol }, own: !LIBRARIES.test(symbol) };
}

export function parseNetFrame(line: string): ManagedFrame | undefined {
  const match = NET.exec(line);
  if (match === null) return undefined;
  const [, symbol = "", path, number] = match;
  if (path === undefined) return { own: false };
  return { fact: { path, line: Number(number), symbol }, own: !NET_LIBRARIES.test(symbol) };
}

/** The package of a Java frame that is none of ours: `com.slack.api.methods`. */
export function packageOf(line: string): string | undefined {
  const symbol = JAVA.exec(line)?.[1] ?? NET.exec(line)?.[1];
  return symbol === undefined ? undefined : /^(?:[\w$]{1,60}\.){1,6}?(?=[A-Z])/.exec(symbol)?.[0].slice(0, -1);
}
