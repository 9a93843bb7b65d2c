import { expect, test } from "vitest";
import { investigate, minute, write } from "./fixtures/incident.ts";

const KEY = { kind: "variable", id: "ATTIO_API_KEY", at: minute(-1), service: "bot", summary: "ATTIO_API_KEY changed" };
const REFUSED = "ERROR Error: Attio answered POST https://api.attio.com/v2/notes with 401: invalid api key";
const SLIP = "ERROR TypeError: Cannot read properties of undefined (reading 'owner')";

test("of a bot that stands alone, the dependency whose call fails is looked at first", () => {
  const { verdict } = investigate(write({ logs: { bot: { after: [REFUSED] } }, changes: [KEY] }));

  expect(verdict).toMatchObject({ component: "attio", origin: "config" });
});

test("a slip of the bot's own is looked for in the bot", () => {
  const { verdict } = investigate(write({ logs: { bot: { after: [SLIP] } }, changes: [KEY] }));

  expect(verdict.component).toBe("bot");
});

test("of several services of ours, the one that fails first is looked at first", () => {
  const calls = [
    { service: "bot", name: "answer", before: 90 },
    { service: "crm", name: "save", before: 40, error: "Attio answered with 401: invalid api key" },
  ];

  const { verdict } = investigate(
    write({ logs: { crm: { after: [REFUSED] } }, calls, changes: [{ ...KEY, service: "crm" }] }),
  );

  expect(verdict.component).toBe("crm");
});

test("the name of a variable is no secret, its value is", () => {
  const { evidence } = investigate(
    write({
      logs: { bot: { after: [REFUSED] } },
      changes: [KEY, { ...KEY, id: "CRM_API_KEY", summary: "CRM_API_KEY: 5fJk29slqo2" }],
    }),
  );

  const says = evidence.map((one) => one.says).join("\n");
  expect(says).toContain("ATTIO_API_KEY changed");
  expect(says).not.toContain("5fJk29slqo2");
});
