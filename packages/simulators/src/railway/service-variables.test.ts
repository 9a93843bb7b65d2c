import { expect, test } from "vitest";
import { areSameVariables, renderVariables } from "./service-variables.ts";

const reference = (name: string) => `\${{${name}}}`;

test("references to own, shared and other services' variables are resolved, unknown ones become empty", () => {
  const own = {
    HOST: "bot",
    URL: `https://${reference("HOST")}/${reference("shared.PATH")}`,
    DATABASE_URL: reference("Postgres.DATABASE_URL"),
    LOST: `<${reference("Nowhere.X")}>`,
  };

  const rendered = renderVariables(own, { shared: { PATH: "v1" }, Postgres: { DATABASE_URL: "postgres://here" } });

  expect(rendered).toEqual({
    HOST: "bot",
    URL: "https://bot/v1",
    DATABASE_URL: "postgres://here",
    LOST: "<>",
  });
});

test("variables are the same only with the same names and values", () => {
  expect(areSameVariables({ A: "1", B: "2" }, { B: "2", A: "1" })).toBe(true);
  expect(areSameVariables({ A: "1" }, { A: "1", B: "" })).toBe(false);
  expect(areSameVariables({ A: "1" }, { A: "2" })).toBe(false);
});
