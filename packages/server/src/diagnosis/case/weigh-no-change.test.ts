import { describe, expect, test } from "vitest";
import { investigate, minute, type Story, write } from "./fixtures/incident.ts";
import { BUTTON, DEPLOY } from "./fixtures/innocent.ts";

const answerOf = (story: Story) => investigate(write(story)).verdict;

describe("no change of ours", () => {
  test("what only one customer's requests fail on is data", () => {
    const { cause, status } = answerOf({
      logs: {
        bot: {
          before: ["INFO invoice kept customer=lark requestId=a#", "INFO invoice kept customer=finch requestId=b#"],
          after: [
            "INFO invoice kept customer=lark requestId=a#",
            "ERROR TypeError: Cannot read properties of null (reading 'vat') customer=heron requestId=c#",
          ],
        },
      },
      changes: [{ ...BUTTON, at: minute(-50) }],
    });

    expect({ cause, status }).toMatchObject({ cause: { kind: "data" }, status: "confirmed" });
  });

  test("one host that fails alone, and went well before, is the platform", () => {
    const { cause } = answerOf({
      logs: {
        bot: {
          before: ["INFO page kept host=web-1 requestId=a#", "INFO page kept host=web-2 requestId=b#"],
          after: ["INFO page kept host=web-1 requestId=a#", "ERROR write failed: bad checksum host=web-2 requestId=b#"],
        },
      },
      changes: [{ ...BUTTON, at: minute(-50) }],
    });

    expect(cause.kind).toBe("infrastructure");
  });

  test("a service that starves by itself while no more is asked points at its machine", () => {
    const { cause, status } = answerOf({
      metrics: {
        "bot latency_p95_ms": [200, 6_000],
        "bot cpu_percent": [20, 99],
        "bot requests_per_second": [50, 50],
      },
    });

    expect({ cause, status }).toMatchObject({ cause: { kind: "infrastructure" }, status: "likely" });
  });

  test("what waits inside is no traffic while as much comes in as before", () => {
    const { cause } = answerOf({
      metrics: {
        "bot latency_p95_ms": [200, 6_000],
        "bot active_requests": [2, 60],
        "bot requests_per_second": [50, 50],
      },
    });

    expect(cause.kind).not.toBe("traffic");
  });

  test("a dependency that says that it is down for maintenance is at fault, whatever we changed just before", () => {
    const { cause } = answerOf({
      logs: {
        bot: { after: ["ERROR HubSpot API error 503: down for maintenance https://api.hubapi.com/crm/v3/objects"] },
      },
      changes: [BUTTON, DEPLOY],
    });

    expect(cause.kind).toBe("external");
  });

  test("a quota that is used up by its own words is a quota", () => {
    const { cause, origin } = answerOf({
      logs: { bot: { after: ["ERROR 403 api.hubapi.com: You have reached your daily limit"] } },
      changes: [BUTTON],
    });

    expect({ cause, origin }).toMatchObject({ cause: { kind: "quota" }, origin: "config" });
  });
});

describe("what only failing requests have speaks for the change that brought it", () => {
  const logs = {
    bot: {
      before: ["INFO card kept quick_cards=off requestId=a#"],
      after: ["INFO card kept quick_cards=off requestId=a#", "ERROR card lost: no layout quick_cards=on requestId=b#"],
    },
  };

  test("a flag", () => {
    const flag = { kind: "flag", id: "quick-cards", at: minute(-1), service: "bot", summary: "quick-cards 0% -> 50%" };

    const { cause } = answerOf({ logs, changes: [flag, { ...BUTTON, at: minute(-2) }] });

    expect(cause.id).toBe("quick-cards");
  });
});

describe("an alarm with nothing behind it", () => {
  test("that watches for too little is told as below", () => {
    const { summary, cause } = answerOf({
      metrics: { "bot success_ratio": [0.99, 0.99] },
      alert: { metric: "success_ratio", threshold: 0.95, observed: 0.94, summary: "success ratio below 0.95" },
    });

    expect(cause.kind).toBe("none");
    expect(summary).toContain("below 0.95");
  });
});
