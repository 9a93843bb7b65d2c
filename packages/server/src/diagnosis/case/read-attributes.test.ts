import { expect, test } from "vitest";
import { attributesOf, attributesOfSpan } from "./read-attributes.ts";

test("pairs of a plain line are read in the spellings of loggers", () => {
  const read = attributesOf(
    'order kept tenantId=acme pod="web-1" region: eu-west-1 durationMs=40 status=200',
    undefined,
  );

  expect(read).toEqual([
    ["tenant_id", "acme"],
    ["pod", "web-1"],
    ["region", "eu-west-1"],
  ]);
});

test("fields are read with those of nested objects, and how a request ended is left out", () => {
  const read = attributesOf("order lost", {
    msg: "order lost",
    level: 50,
    err: { type: "TypeError" },
    error_type: "TypeError",
    labels: { "app.version": "4.2.0", hot: true },
    note: "words of people have spaces",
  });

  expect(read).toEqual([
    ["app_version", "4.2.0"],
    ["hot", "true"],
  ]);
});

test("tags of a span are read from an object and from OTLP's list", () => {
  const used = new Set(["name"]);

  const plain = attributesOfSpan({ name: "GET /", attributes: { "tenant.id": "acme" } }, used);
  const listed = attributesOfSpan(
    { name: "GET /", attributes: [{ key: "tenant.id", value: { stringValue: "acme" } }] },
    used,
  );

  expect(plain).toEqual([["tenant_id", "acme"]]);
  expect(listed).toEqual([["tenant_id", "acme"]]);
});
