import { expect, test } from "vitest";
import { type AttioNote, toCompany } from "./attio.ts";

const note = (company: string, text: string): AttioNote => ({
  parent_record_id: company,
  title: "Ana",
  content_plaintext: text,
  created_at: "2026-09-02T08:12:44.000Z",
});

test("a record becomes a company with its own notes, and what it does not say is empty", () => {
  const record = { id: { record_id: "acme" }, values: { name: [{ value: "Acme" }], city: [] } };

  const company = toCompany(record, [note("globex", "Signed."), note("acme", "Wants the yearly plan.")]);

  expect(company).toEqual({
    name: "Acme",
    industry: "",
    city: "",
    owner: "",
    stage: "",
    notes: [{ date: "2026-09-02", author: "Ana", text: "Wants the yearly plan." }],
  });
});
