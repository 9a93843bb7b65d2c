import { expect, test } from "vitest";
import { answerCommand, parseCommand } from "./commands.ts";

const allOff = { newNotes: false, improvedSearch: false };

test("a mention is read as a command and the company's name", () => {
  expect(parseCommand("<@U012AB> search Acme  Robotics")).toEqual({ name: "search", query: "Acme Robotics" });
  expect(parseCommand("hey <@U012AB>")).toEqual({ name: "unknown", query: "" });
  expect(parseCommand("<@U012AB> NOTES Globex")).toEqual({ name: "notes", query: "Globex" });
});

test("a mention without words asks for help, and a command without a company is not understood", () => {
  expect(parseCommand("<@U012AB>")).toEqual({ name: "help", query: "" });
  expect(parseCommand("<@U012AB> notes")).toEqual({ name: "unknown", query: "" });
});

test("help names every command", async () => {
  const { text } = await answerCommand({ name: "help", query: "" }, allOff);

  expect(text).toMatch(/help.*search COMPANY.*notes COMPANY/s);
});

test("each flag chooses the other variant of its feature", async () => {
  const search = { name: "search", query: "hamburg" } as const;
  const notes = { name: "notes", query: "acme" } as const;

  const before = [await answerCommand(search, allOff), await answerCommand(notes, allOff)];
  const after = [
    await answerCommand(search, { ...allOff, improvedSearch: true }),
    await answerCommand(notes, { ...allOff, newNotes: true }),
  ];

  expect(before.map(({ text }) => text.split("\n")[0])).toEqual([
    'No company found for "hamburg".',
    "Notes about Acme:",
  ]);
  expect(after.map(({ text }) => text.split("\n")[0])).toEqual([
    'Best matches for "hamburg":',
    "Notes about Acme (Negotiation), newest first",
  ]);
  expect(before[1]?.blocks).toBeUndefined();
  expect(after[1]?.blocks).toHaveLength(3);
});

test("a question goes to the model with the companies, and without a model the bot says so", async () => {
  const question = { name: "ask", query: "who is in Hamburg?" } as const;
  const sources = {
    loadCompanies: async () => [],
    ask: async (asked: string, companies: readonly unknown[]) => `${asked} ${companies.length}`,
  };

  expect((await answerCommand(question, allOff, sources)).text).toBe("who is in Hamburg? 0");
  expect((await answerCommand(question, allOff)).text).toContain("no model");
});
