import { describe, expect, test } from "vitest";
import { findSecretValues } from "./secret-values.ts";

describe("A variable's value is a secret", () => {
  test.each([
    ["ATTIO_API_KEY", "hunter2-hunter2"],
    ["GITHUB_TOKEN", "abcdefgh"],
    ["DBPASSWORD", "correct horse"],
    ["SLACK_SIGNING_SECRET", "aaaaaaaaaa"],
    ["RAILWAY_TOKEN", "not-random-at-all"],
    ["SESSION", "9f3kq81mzx07bw52"],
    ["UPSTREAM", "attio-0123456789abcdef0123456789abcdef"],
  ])("as %s=%s, whole", (name, value) => {
    expect(findSecretValues({ [name]: value })).toContain(value);
  });

  test("where it stands in an address: the password as written and as meant, never the host", () => {
    const found = findSecretValues({
      DATABASE_URL: "postgres://crm:p%40ssword1@db.example:5432/crm",
      HOOK: "https://hooks.example/t/9f3kq81mzx07bw52",
    });

    expect([...found].sort()).toEqual(["9f3kq81mzx07bw52", "p%40ssword1", "p@ssword1"]);
  });

  test("line by line where it has lines, since a log shows one at a time", () => {
    expect(findSecretValues({ PRIVATE_KEY: "first-line\nsecond-line" })).toContain("second-line");
  });
});

describe("A value stays readable", () => {
  test.each([
    ["NODE_ENV", "production"],
    ["PORT", "8080"],
    ["SLACK_CHANNEL", "C012USERS45"],
    ["MODEL", "claude-sonnet-4-5-20250929"],
    ["RELEASE", "3f9a2b1c3f9a2b1c3f9a2b1c3f9a2b1c3f9a2b1c"],
    ["RAILWAY_PROJECT_ID", "6a1c8d9e-0000-4000-8000-000000000001"],
    ["RAILWAY_STATIC_NAME", "crm9f3kq81mzx07bw52"],
    ["API_URL", "https://api.attio.com/v2"],
    ["FLAG_KEY", "on"],
    ["GREETING", "what I can do for you today"],
  ])("as %s=%s", (name, value) => {
    expect(findSecretValues({ [name]: value })).toEqual([]);
  });
});
