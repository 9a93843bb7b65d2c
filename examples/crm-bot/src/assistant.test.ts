import { expect, test } from "vitest";
import { describe } from "./assistant.ts";
import { loadCompanies } from "./companies.ts";

test("the model is given every company with its notes", async () => {
  const text = describe(await loadCompanies());

  expect(text).toContain(
    "# Globex (Logistics, Rotterdam), Won, owner Chloé\n2026-05-11 Chloé: Signed for three years.",
  );
  expect(text.split("\n\n")).toHaveLength(5);
});
