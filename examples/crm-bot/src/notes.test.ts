import { expect, test } from "vitest";
import { loadCompanies } from "./companies.ts";
import { legacyNotes, newNotes } from "./notes.ts";

test("both kinds of notes say so when a company is not known or has none", async () => {
  const companies = await loadCompanies();

  for (const notes of [legacyNotes, newNotes]) expect(notes(companies, "Hooli").text).toContain('"Hooli"');
  expect(legacyNotes(companies, "umbrella foods").text).toBe("There are no notes about Umbrella Foods yet.");
  expect(JSON.stringify(newNotes(companies, "umbrella foods").blocks)).toContain("No notes yet");
});

test("the new notes come newest first", async () => {
  const { text } = newNotes(await loadCompanies(), "Globex");

  expect(text.indexOf("second team")).toBeLessThan(text.indexOf("Signed for three years"));
});
