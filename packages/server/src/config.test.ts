import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { type Config, ConfigError, readConfig, readSettings } from "./config.ts";

const EXAMPLE = new URL("../../../docs/allclear.example.yaml", import.meta.url);
const ENVIRONMENT = {
  ALLCLEAR_SLACK_TOKEN: "xoxb-planted-slack-token",
  ALLCLEAR_TESTER_TOKEN: "xoxp-planted-tester-token",
  RAILWAY_TOKEN: "planted-railway-token",
  ALLCLEAR_KEY_ANA: "planted-key-of-ana-0001",
  ALLCLEAR_KEY_NIGHT_AGENT: "planted-key-of-agent-02",
};
const TEXT = readFileSync(EXAMPLE, "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "allclear-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string, name = "allclear.yaml"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function read(text: string, environment: Readonly<Record<string, string>> = ENVIRONMENT): Config {
  return readConfig(write(text), environment);
}

/** The problems of a text, each without the folder. */
function problemsOf(text: string, environment: Readonly<Record<string, string>> = ENVIRONMENT): readonly string[] {
  try {
    read(text, environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => problem.replace(`${folder}/`, ""));
  }
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split("\n").length;
}

describe("The example of the documentation", () => {
  test("is accepted, and says what it seems to say", () => {
    const config = read(TEXT);

    expect(config.listen).toEqual({ host: "127.0.0.1", port: 7373 });
    const [first] = config.bots;
    expect(first).toMatchObject({ repositoryUrl: "git@github.com:example/crm-bot.git", platform: { kind: "railway" } });
    expect(first?.bot).toMatchObject({
      id: "crm-bot",
      incidentChannel: "C012TEAM0",
      branch: "main",
      scenarios: [
        { id: "help", feature: "help", core: false, withinMs: 10_000, everyMs: 60_000 },
        { id: "notes", core: true, withinMs: 15_000, everyMs: 120_000 },
      ],
    });
    expect(first?.bot.scenarios[1]?.expect.test("Notes about ACME: none")).toBe(true);
    expect(config.slack.onCall).toBe("<!channel>");
    expect(config.rules.updates.everyMs).toBe(900_000);
  });

  test("keeps keys as digests, an agent's principal as its owner, and every secret for redaction", () => {
    const { keys, secrets } = read(TEXT);

    expect(keys).toMatchObject([
      { actor: { kind: "human", name: "ana", principal: "ana" }, role: "approver" },
      { actor: { kind: "agent", name: "night-agent", principal: "ana" }, role: "responder" },
    ]);
    expect(JSON.stringify(keys)).not.toContain("planted");
    expect([...secrets].sort()).toEqual(Object.values(ENVIRONMENT).sort());
  });
});

interface Mistake {
  readonly what: string;
  /** This part of the example is written so. */
  readonly from: string;
  readonly to: string;
  /** Empty: the mistaken key itself. */
  readonly key: string;
  readonly allowed: RegExp;
}

describe("A wrong configuration names its file, line and key, and what is allowed", () => {
  test.each<Mistake>([
    { what: "an unknown key", from: "  onCall:", to: "  onCal:", key: "slack", allowed: /onCal.*onCall/ },
    { what: "an unknown key at the top", from: "listen:", to: "listn:", key: "", allowed: /listn.*listen/ },
    { what: "a port that is none", from: "port: 7373", to: "port: 70000", key: "listen.port", allowed: /65535/ },
    {
      what: "a channel's name in place of its id",
      from: "C012TEAM0",
      to: "crm-bot-incidents",
      key: "slack.incidentChannel",
      allowed: /C012AB3CD/,
    },
    {
      what: "a user's name in place of its id",
      from: "U012BOT00",
      to: "crm",
      key: "bots[0].userId",
      allowed: /U012AB3CD/,
    },
    {
      what: "an id with capitals",
      from: "id: crm-bot",
      to: "id: CRM Bot",
      key: "bots[0].id",
      allowed: /lower-case letters, digits and hyphens/,
    },
    {
      what: "a length of time without a unit",
      from: "within: 10 s",
      to: "within: 10",
      key: "bots[0].scenarios[0].within",
      allowed: /30 s, 15 min/,
    },
    {
      what: "a length of time of zero",
      from: "within: 10 s",
      to: "within: 0 s",
      key: "bots[0].scenarios[0].within",
      allowed: /1 ms/,
    },
    {
      what: "a wait longer than a check",
      from: "within: 15 s",
      to: "within: 10 min",
      key: "bots[0].scenarios[1].within",
      allowed: /less than 45 s/,
    },
    {
      what: "a pattern that is none",
      from: "expect: what I can do",
      to: 'expect: "("',
      key: "bots[0].scenarios[0].expect",
      allowed: /regular expression/,
    },
    {
      what: "a pattern that matches nothing at all",
      from: "expect: what I can do",
      to: 'expect: "x*"',
      key: "bots[0].scenarios[0].expect",
      allowed: /empty reply/,
    },
    {
      what: "a platform that is not known",
      from: "kind: railway",
      to: "kind: fly",
      key: "bots[0].platform.kind",
      allowed: /railway/,
    },
    {
      what: "a kind of token that is not known",
      from: "tokenKind: project",
      to: "tokenKind: team",
      key: "bots[0].platform.tokenKind",
      allowed: /project/,
    },
    {
      what: "an address that is none",
      from: "https://crm-bot.example.com/health",
      to: "crm-bot",
      key: "bots[0].healthUrl",
      allowed: /URL/i,
    },
    {
      what: "a role that is not known",
      from: "role: approver",
      to: "role: boss",
      key: "keys[0].role",
      allowed: /viewer.*responder.*approver.*admin/,
    },
    {
      what: "a key that is too short",
      from: `key: \${ALLCLEAR_KEY_ANA}`,
      to: "key: short",
      key: "keys[0].key",
      allowed: /16 characters.*openssl/,
    },
    {
      what: "an agent without an owner",
      from: "    owner: ana\n",
      to: "",
      key: "keys[1].owner",
      allowed: /person who answers/,
    },
    {
      what: "an agent whose owner has no key",
      from: "owner: ana",
      to: "owner: zoe",
      key: "keys[1].owner",
      allowed: /zoe.*ana/,
    },
    {
      what: "two bots' worth of scenarios with one id",
      from: "- id: notes",
      to: "- id: help",
      key: "bots[0].scenarios[1].id",
      allowed: /twice/,
    },
    {
      what: "a key by the system's own name",
      from: "name: night-agent",
      to: "name: allclear",
      key: "keys[1].name",
      allowed: /system itself/,
    },
    { what: "two keys of one name", from: "name: night-agent", to: "name: ana", key: "keys[1].name", allowed: /twice/ },
    {
      what: "a key's secret that is given twice",
      from: `\${ALLCLEAR_KEY_NIGHT_AGENT}`,
      to: `\${ALLCLEAR_KEY_ANA}`,
      key: "keys[1].key",
      allowed: /another key/,
    },
  ])("$what", ({ from, to, key, allowed }) => {
    expect(TEXT).toContain(from);
    const text = TEXT.replace(from, () => to);

    const problems = problemsOf(text);

    expect(problems).toHaveLength(1);
    const [problem = ""] = problems;
    const [, line, says = ""] = /^allclear\.yaml:(\d+): (.*)$/s.exec(problem) ?? [];
    expect(says).toMatch(allowed);
    expect(says.startsWith(key === "" ? "listn" : key)).toBe(true);
    // A key that is missing has no line of its own; its map has.
    expect(Number(line)).toBe(lineOf(TEXT, to === "" ? "- name: night-agent" : from));
    expect(problem).not.toContain("planted");
  });

  test("a person's key has no owner, which would make two persons one", () => {
    const text = TEXT.replace("  - name: ana\n", "  - name: ana\n    owner: bo\n");

    const [problem = "", ...others] = problemsOf(text);

    expect(problem).toMatch(/keys\[0\]\.owner: only an agent has an owner/);
    expect(problem).toContain(`allclear.yaml:${lineOf(text, "    owner: bo")}:`);
    expect(others).toEqual([]);
  });

  test("an agent is not called as another person's agent is", () => {
    const text = TEXT.replace("keys:\n", "keys:\n  - { name: night, role: viewer, key: 0123456789abcdef }\n");

    expect(problemsOf(text)).toEqual([
      `allclear.yaml:${lineOf(text, "name: night-agent")}: keys[2].name: night-agent is what night's own agent is called; take another name`,
    ]);
  });

  test("a missing part says what it must be", () => {
    const { slack: _slack, ...rest } = parse(TEXT);

    expect(problemsOf(stringify(rest))).toEqual([expect.stringMatching(/^allclear\.yaml:1: slack: .*map/)]);
  });

  test("all problems are told at once", () => {
    const text = TEXT.replace("C012TEAM0", "team").replace("U012BOT00", "crm").replace("role: approver", "role: boss");

    expect(problemsOf(text)).toHaveLength(3);
  });

  test("a bot without a scenario cannot be asked whether it works", () => {
    const file = parse(TEXT);
    file.bots[0].scenarios = [];

    expect(problemsOf(stringify(file))).toEqual([expect.stringMatching(/bots\[0\]\.scenarios: at least one scenario/)]);
  });

  test("two bots with one id", () => {
    const file = parse(TEXT);
    file.bots.push(file.bots[0]);

    expect(problemsOf(stringify(file, { aliasDuplicateObjects: false }))).toEqual([
      expect.stringMatching(/bots\[1\]\.id: stands here twice/),
    ]);
  });
});

describe("A file that cannot be read", () => {
  test("is named when it is missing", () => {
    expect(() => readConfig(join(folder, "none.yaml"), ENVIRONMENT)).toThrow(/none\.yaml: cannot be read/);
  });

  test("is named with the line when it is no YAML", () => {
    expect(problemsOf('slack:\n  token: "open\n')[0]).toMatch(/^allclear\.yaml:\d+: /);
  });

  test("says so when it is empty", () => {
    expect(problemsOf("")[0]).toMatch(/^allclear\.yaml:1: .*(?:map|object|slack)/);
  });

  test("says where a key stands twice", () => {
    const text = `${TEXT}\nlisten:\n  port: 1\n`;

    expect(problemsOf(text)[0]).toMatch(new RegExp(`^allclear\\.yaml:${text.split("\n").length - 2}: .*unique`));
  });
});

describe("Variables of the environment", () => {
  test("that are not set are named, each with its key and line", () => {
    const { RAILWAY_TOKEN: _gone, ...rest } = ENVIRONMENT;

    expect(problemsOf(TEXT, { ...rest, ALLCLEAR_KEY_ANA: "" })).toEqual([
      `allclear.yaml:${lineOf(TEXT, `\${RAILWAY_TOKEN}`)}: bots[0].platform.token: the variable RAILWAY_TOKEN is not set`,
      `allclear.yaml:${lineOf(TEXT, `\${ALLCLEAR_KEY_ANA}`)}: keys[0].key: the variable ALLCLEAR_KEY_ANA is not set`,
    ]);
  });

  test("stand for their value alone, whatever it looks like", () => {
    const odd = `$& \${HOME} "quoted": #yaml`;

    const { slack } = read(TEXT, { ...ENVIRONMENT, ALLCLEAR_SLACK_TOKEN: odd });

    expect(slack.token).toBe(odd);
  });

  test("may be part of a value", () => {
    const text = TEXT.replace("https://crm-bot.example.com", `https://\${HOST_NAME}.example.com`);

    expect(read(text, { ...ENVIRONMENT, HOST_NAME: "crm" }).bots[0]?.bot.healthUrl).toBe(
      "https://crm.example.com/health",
    );
  });

  test("set the database, the data folder and the server to call", () => {
    const settings = readSettings({
      ALLCLEAR_DATABASE_URL: "postgres://db",
      ALLCLEAR_DATA_FOLDER: "",
      ALLCLEAR_URL: "http://allclear",
      ALLCLEAR_KEY: "k",
      PATH: "/bin",
      SECRET_OF_OTHERS: "planted",
    });

    expect(settings).toMatchObject({
      databaseUrl: "postgres://db",
      dataFolder: undefined,
      connection: { url: "http://allclear", key: "k" },
      git: { PATH: "/bin" },
    });
    expect(JSON.stringify(settings)).not.toContain("planted");
  });
});

describe("A playbook of the team's own", () => {
  const withPlaybook = TEXT.replace("# playbook: playbook.yaml", "playbook: playbook.yaml");

  test("changes what it names, is found beside the configuration, and has a version of its own", () => {
    write("updates:\n  every: 5 min\n", "playbook.yaml");

    const { rules } = read(withPlaybook);

    expect(rules.updates.everyMs).toBe(300_000);
    expect(rules.recovery.watchMs).toBe(1_800_000);
    expect(rules.version).not.toBe(read(TEXT).rules.version);
  });

  test("that is wrong is named with its own file and line", () => {
    write("updates:\n  every: soon\n", "playbook.yaml");

    expect(problemsOf(withPlaybook)).toEqual([expect.stringMatching(/^playbook\.yaml:2: updates\.every: .*15 min/)]);
  });

  test("with an unknown key is refused at the key's line", () => {
    write("updates:\n  every: 5 min\n  evry: 5 min\n", "playbook.yaml");

    expect(problemsOf(withPlaybook)).toEqual([expect.stringMatching(/^playbook\.yaml:3: .*evry.*every/)]);
  });

  test("that is missing is named", () => {
    expect(problemsOf(withPlaybook)).toEqual([expect.stringMatching(/playbook\.yaml: cannot be read/)]);
  });

  test("that shortens the check of a scenario is held against the scenarios", () => {
    write(
      "phases:\n  boxes:\n    - name: quick\n      ends: 1 min\n      checks:\n        - { kind: scenario, limit: 5 s }\n",
      "playbook.yaml",
    );

    expect(problemsOf(withPlaybook)).toHaveLength(2);
  });
});
