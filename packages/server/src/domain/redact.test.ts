import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedact, redactDeep } from "./redact.ts";

const redact = createRedact([]);
const word = (characters: string, minLength: number, maxLength = minLength + 30) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM = `${LETTERS}0123456789`;
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** A credential, made of its fixed beginning and its secret part. */
const tokens = fc.oneof(
  ...[
    "xoxb-",
    "xoxp-",
    "xoxe.xoxp-1-",
    "xapp-1-",
    "sk-",
    "sk-ant-api03-",
    "ghp_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "npm_",
  ].map((start) => word(ALNUM, 16).map((secret) => ({ text: `${start}${secret}`, secret }))),
  word(CAPITALS, 16, 16).map((secret) => ({ text: `AKIA${secret}`, secret })),
  word(ALNUM, 35).map((secret) => ({ text: `AIza${secret}`, secret })),
  word(ALNUM, 12).map((secret) => ({ text: `eyJhbGciOiJIUzI1NiJ9.${secret}.${secret}`, secret })),
  word(ALNUM, 12).map((secret) => ({ text: `https://hooks.slack.com/services/T0/B0/${secret}`, secret })),
  word(ALNUM, 8).map((secret) => ({ text: `Authorization: Bearer ${secret}`, secret })),
  word(ALNUM, 8).map((secret) => ({ text: `authorization: basic ${secret}==`, secret })),
  word(ALNUM, 6).map((secret) => ({ text: `postgres://allclear:${secret}@db:5432/allclear`, secret })),
  word(ALNUM, 6).map((secret) => ({ text: `postgres://allclear:a@${secret}@db:5432/allclear`, secret })),
  ...["SLACK_BOT_TOKEN=", "api_key: ", '"clientSecret":"', "password='", '\\"apiKey\\":\\"', "DB_PASSWORD = "].map(
    (start) => word(ALNUM, 6).map((secret) => ({ text: `${start}${secret}`, secret })),
  ),
  word(ALNUM, 6).map((secret) => ({ text: `password="two words ${secret}"`, secret })),
  word(ALNUM, 40).map((secret) => ({
    text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n${secret}\n-----END RSA PRIVATE KEY-----`,
    secret,
  })),
  word(ALNUM, 40).map((secret) => ({ text: `-----BEGIN PRIVATE KEY-----\n${secret}`, secret })),
);

/** What may stand around it; the text after it cannot go on with it. */
const around = fc.tuple(
  fc.constantFrom("", " ", "\n", "\\n", "(", '"', "'", ",", "error: ", "%3D", "{}", "ü", "a line\n"),
  fc.constantFrom("", " ", "\n", '"', "'", ")", ", next", "\nmore"),
);

test("a credential of any known shape never survives, whatever stands around it", () => {
  fc.assert(
    fc.property(tokens, around, ({ text, secret }, [before, after]) => {
      expect(redact(`${before}${text}${after}`)).not.toContain(secret);
    }),
    { numRuns: 2_000 },
  );
});

test("a configured secret never survives, however it is written, alone or inside of others", () => {
  const secrets = fc.array(
    fc.string({ unit: "binary", minLength: 4, maxLength: 40 }).filter((secret) => !"[redacted]".includes(secret)),
    { minLength: 1, maxLength: 5 },
  );

  fc.assert(
    fc.property(secrets, fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (known, between) => {
      const text = known.flatMap((secret, index) => [between[index % between.length] ?? "", secret]).join("");
      const redacted = createRedact(known)(text);
      const asJson = createRedact(known)(JSON.stringify({ text }));

      for (const secret of known) {
        expect(redacted).not.toContain(secret);
        expect(asJson).not.toContain(JSON.stringify(secret).slice(1, -1));
      }
    }),
  );
});

test.each([
  "TypeError: Cannot read properties of undefined (reading 'title')",
  "commit c0ffee0000000000000000000000000000000000 on main",
  "the task-management-system answered in 250 ms",
  "https://example.com:8080/notes?page=2",
  "max_tokens=4096, tokens used: 12",
  "basic features work",
])("ordinary text stays as it is: %s", (text) => {
  expect(redact(text)).toBe(text);
});

test("what stands around a secret is kept, so that the line can still be read", () => {
  expect(redact("connect postgres://allclear:hunter22@db/x failed")).toBe(
    "connect postgres://allclear:[redacted]@db/x failed",
  );
  expect(redact("SLACK_BOT_TOKEN=abcdef123 is revoked")).toBe("SLACK_BOT_TOKEN=[redacted] is revoked");
  expect(redact('{"password":"hunter22","user":"ana"}')).toBe('{"password":"[redacted]","user":"ana"}');
});

test("what is too short to be a secret is not hidden everywhere", () => {
  expect(createRedact(["", "on", "abc"])("abc is on")).toBe("abc is on");
});

test("a value is redacted in every string of it, and keeps its shape", () => {
  const value = { a: ["token=abcdef", 1, null, true], b: { c: "plain" } };

  expect(redactDeep(value, redact)).toEqual({ a: ["token=[redacted]", 1, null, true], b: { c: "plain" } });
});

describe("a long and hostile text", () => {
  const units = [
    "a",
    "A-",
    "eyJ-",
    "eyJ",
    "sk-",
    "-----BEGIN ",
    "-----BEGIN A PRIVATE KEY-----",
    " TOKEN",
    "TOKEN=",
    'TOKEN "',
    'TOKEN="',
    "password='",
    "://",
    "://a:",
    "://a:b@c ",
    "Bearer ",
    "xoxb-",
    "a.a.",
    "AKIA",
    "ya29.",
    "hooks.slack.com/services/",
    "\\n",
    'TOKEN="\\',
    "eyJaaaaaaaa.",
    "\\nsk-",
    "%aaeyJ",
    "Authorization: Basic ",
  ];

  test.each(units)("of %j takes time linear in its length", (unit) => {
    // Quadratic time over so long a text is minutes, and the test would run out of its own.
    const redacted = redact(unit.repeat(Math.floor(400_000 / unit.length)));

    expect(redacted.length).toBeGreaterThan(0);
  });
});
