import { readFileSync } from "node:fs";
import type { CrmCompany } from "./attio.ts";

const file = new URL("../../../examples/crm-bot/data/companies.json", import.meta.url);

/** What the bot's own data file holds. */
export const usualCompanies: readonly CrmCompany[] = JSON.parse(readFileSync(file, "utf8"));

/** The same with so many notes more about Globex. */
export function withManyNotes(count: number, text = "Called about the contract."): readonly CrmCompany[] {
  const notes = Array.from({ length: count }, () => ({ date: "2026-06-01", author: "Chloé", text }));
  return usualCompanies.map((company) =>
    company.name === "Globex" ? { ...company, notes: [...notes, ...company.notes] } : company,
  );
}
