import { expect, test } from "vitest";
import { RULES } from "../../domain/fixtures/default-rules.ts";
import { triageExample } from "./fixtures/triage-example.ts";

function unresolved(second: number, host: string): string {
  return `2026-11-24T09:00:${String(second).padStart(2, "0")}Z ERROR call failed Error: getaddrinfo EAI_AGAIN ${host}
    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:109:26) {
  code: 'EAI_AGAIN',
  hostname: '${host}'
}`;
}

test("several names that cannot be resolved at once are a fault of the network", () => {
  const log = [unresolved(1, "slack.com"), unresolved(3, "api.anthropic.com"), unresolved(5, "slack.com")].join("\n");

  const verdict = triageExample(log, RULES.patterns);

  expect(verdict).toEqual({ pattern: "dependency-down", component: "network", origin: "external" });
});

test("one name that cannot be resolved is a fault of whom it names", () => {
  const log = [unresolved(1, "slack.com"), unresolved(3, "slack.com")].join("\n");

  const verdict = triageExample(log, RULES.patterns);

  expect(verdict).toMatchObject({ component: "slack" });
});

test("two dependencies that refuse connections are two faults", () => {
  const refused = (host: string) => `2026-11-24T09:00:01Z ERROR call failed Error: connect ECONNREFUSED ${host}
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16) {
  code: 'ECONNREFUSED'
}`;

  const verdict = triageExample([refused("10.0.0.1:5432"), refused("10.0.0.2:6379")].join("\n"), RULES.patterns);

  expect(verdict).toMatchObject({ component: "postgres" });
});
