import { expect, test } from "vitest";
import { loadCompanies } from "./companies.ts";
import { improvedSearch, legacySearch } from "./search.ts";

test("the search by name finds companies that start with it, in any case", async () => {
  const companies = await loadCompanies();

  expect(legacySearch(companies, "ACME").text.split("\n")).toHaveLength(2);
  expect(legacySearch(companies, "Foods").text).toBe('No company found for "Foods".');
});

test("the improved search puts the exact name before names that contain it", async () => {
  const companies = await loadCompanies();

  const lines = improvedSearch(companies, "acme").text.split("\n");

  expect(lines[1]).toContain("*Acme* (");
  expect(lines[2]).toContain("*Acme Robotics* (");
});
