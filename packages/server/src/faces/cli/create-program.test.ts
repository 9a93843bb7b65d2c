import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALIASES } from "../../operations/aliases.ts";
import type { Call } from "../../operations/call.ts";
import { operations } from "../../operations/catalogue.ts";
import { askAs, createIncidentWorld, KEYS, openStory, plan } from "../http/fixtures/incident-world.ts";
import { createProgram, type ProgramParts } from "./create-program.ts";
import { localWorld } from "./local-world.fixture.ts";

type World = ReturnType<typeof createIncidentWorld>;

/** The command line of one person, talking to the real HTTP face. */
function startProgram(world: World, parts: Partial<ProgramParts> = {}) {
  const written = { out: "", error: "" };
  const sent: Request[] = [];
  const program = createProgram({
    operations,
    version: "1.2.3",
    connection: { key: KEYS.rob },
    fetch: async (request) => {
      sent.push(request.clone());
      return world.app.request(request);
    },
    serve: async () => undefined,
    mcp: async () => undefined,
    local: localWorld({}).context,
    output: {
      out: (text) => {
        written.out += text;
      },
      error: (text) => {
        written.error += text;
      },
    },
    ...parts,
  });
  return { program, written, sent };
}

describe("sub-commands", () => {
  test("are the operations, the commands that need no server, and serve and mcp", () => {
    const { program } = startProgram(createIncidentWorld());

    expect([...program.commands].sort()).toEqual(
      [
        ...operations.map(({ name }) => name),
        "case",
        "investigate",
        "mcp",
        "playbook",
        "serve",
        "signatures",
        "triage",
      ].sort(),
    );
  });

  test("have aliases that name an operation each, and nothing twice", () => {
    const names = operations.map(({ name }) => name);
    const local = ["triage", "signatures", "investigate", "case", "playbook"];
    const words = [...names, ...local, "serve", "mcp", "help", ...Object.values(ALIASES)];

    expect(Object.keys(ALIASES).filter((name) => !names.includes(name))).toEqual([]);
    expect(words.length).toBe(new Set(words).size);
  });

  test("help and version need no server", async () => {
    const { program, written, sent } = startProgram(createIncidentWorld());

    expect(await program.run(["--version"])).toBe(0);
    expect(await program.run(["--help"])).toBe(0);
    expect(await program.run(["approve", "--help"])).toBe(0);

    expect(written.out).toContain("1.2.3");
    expect(written.out).toContain("approve-remedy");
    expect(written.out).toContain("--plan-digest");
    expect(sent).toEqual([]);
  });
});

describe("an operation from the command line", () => {
  test("opens, claims, notes and lists by short words", async () => {
    const world = createIncidentWorld();
    const { program, written } = startProgram(world);

    expect(await program.run(["open", "crm-bot", "--summary", "notes are dead", "--drill"])).toBe(0);
    expect(await program.run(["claim", "inc-2", "--plan", "look at the log"])).toBe(0);
    expect(await program.run(["note", "inc-2", "--text", "It's the listener"])).toBe(0);
    expect(await program.run(["list", "--state", "active", "--limit", "5"])).toBe(0);

    expect(written.out).toContain("inc-2: ");
    expect(written.out).toContain("Claimed until");
    expect(written.out).toContain("ACTIVE (1)");
    expect(written.out).toContain("held by rob");
    expect((await world.context.incidents.find("inc-2"))?.drill).toBe(true);
  });

  test("sends a nested object as JSON and each list's items apart", async () => {
    const world = createIncidentWorld();
    const { program, sent } = startProgram(world);

    await program.run(["propose", "inc-2", "--action", '{"kind":"revert-commit","commit":"abc","branch":"main"}']);
    await program.run(["write-review", "inc-2", "--went-well", "fast", "--went-well", "calm"]);

    const bodies = await Promise.all(sent.map((request) => request.json()));
    expect(bodies).toEqual([
      { incidentId: "inc-2", action: { kind: "revert-commit", commit: "abc", branch: "main" } },
      { incidentId: "inc-2", wentWell: ["fast", "calm"] },
    ]);
  });

  test("says all clear only when nothing is active, listed or not", async () => {
    const world = createIncidentWorld();
    const { program, written } = startProgram(world);
    const list = async (...words: string[]) => {
      written.out = "";
      await program.run(["list", ...words]);
      return written.out;
    };
    expect(await list()).toContain("All clear: no incident is active.");
    await openStory(world);

    expect(await list("--state", "resolved")).toContain("NOT ALL CLEAR: 1 active, not listed here");
    expect(await list()).toContain("ACTIVE (1)");
    expect(`${await list()}${await list("--state", "resolved")}`).not.toContain("All clear:");
  });

  test("prints the raw answer with --json, also after the sub-command", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const { program, written } = startProgram(world);

    await program.run(["list", "--json"]);

    expect(JSON.parse(written.out)).toMatchObject({ incidents: [{ incidentId: "inc-2", botId: "crm-bot" }] });
  });
});

describe("show", () => {
  test("tells a tired reader where it stands and what to type next", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const { program, written } = startProgram(world);

    expect(await program.run(["show", "inc-2"])).toBe(0);

    for (const part of [
      /^P\d crm-bot: Investigating {3}inc-2$/m,
      /^ {2}stabilization: 28 min left|^ {2}stabilization: 29 min left/m,
      /^VERDICT: confirmed$/m,
      /^ {2}\[logs-1\] TypeError:/m,
      /^ {2}Affected: not known: no scenario has run$/m,
      /^ {2}remedy-1 PROPOSED, proposed by allclear: Revert 3f9a2b1 on main$/m,
      /^ {6}Undo: Revert the revert\.$/m,
      /^ {2}#\d+ +14:21:05 {2}allclear: Proposed: Revert/m,
      new RegExp(`^  allclear approve inc-2 --remedy-id remedy-1 --plan-digest ${plan.digest}$`, "m"),
    ]) {
      expect(written.out).toMatch(part);
    }
  });

  test("every command that it offers is one that it understands", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const { program, written } = startProgram(world);
    await program.run(["show", "inc-2"]);
    const offered = [...written.out.matchAll(/^ {2}allclear (.*)$/gm)].map(([, line = ""]) => splitWords(line));
    const heard: unknown[] = [];
    const listener = startProgram(world, {
      fetch: async (request) => {
        const operation = operations.find(({ name }) => request.url.endsWith(`/${name}`));
        heard.push(operation?.input.strict().parse(await request.json()));
        return Response.json({ error: { code: "refused", message: "Only listening." } }, { status: 409 });
      },
    });

    const codes: number[] = [];
    for (const words of offered) codes.push(await listener.program.run(words));

    expect(offered.length).toBeGreaterThan(2);
    expect(codes).toEqual(offered.map(() => 1));
    expect(heard).toHaveLength(offered.length);
  });

  test("control characters of logs are shown, not obeyed", async () => {
    const world = createIncidentWorld();
    await askAs(world, "rob", { name: "open-incident", input: { botId: "crm-bot", summary: "x\u001b[2Jy\u009bz" } });
    const { program, written } = startProgram(world);

    await program.run(["show", "inc-2"]);

    expect(written.out).toContain("x\\x1b[2Jy\\x9bz");
    expect(written.out).not.toContain("\u001b");
  });
});

function splitWords(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

describe("exit codes and errors", () => {
  test("1 and the reason when the rules refuse, on stderr, with what to do", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const { program, written } = startProgram(world);

    const code = await program.run(["apply", "inc-2", "--remedy-id", "remedy-1"]);

    expect(code).toBe(1);
    expect(written.out).toBe("");
    expect(written.error).toContain("(not-approved)");
    expect(written.error).toContain("show-incident inc-2");
  });

  test("1 with the role that is needed when the key's role is too low", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const { program, written } = startProgram(world);

    const code = await program.run(["approve", "inc-2", "--remedy-id", "remedy-1", "--plan-digest", plan.digest]);

    expect(code).toBe(1);
    expect(written.error).toContain("role approver");
  });

  test.each([
    [["show"], "missing required argument"],
    [["approve", "inc-2"], "--remedy-id"],
    [["severity", "inc-2", "--severity", "P9", "--reason", "x"], "P0, P1, P2, P3"],
    [["lst"], "Did you mean list?"],
    [["list", "--limit", "many"], "limit"],
    [["propose", "inc-2", "--action", "{"], "action must be JSON"],
    [["list", "--url", "example.com"], "http://"],
    [["list", "--key-file", "/does/not/exist"], "/does/not/exist"],
  ])("2 and what is wrong for %j", async (args, words) => {
    const { program, written } = startProgram(createIncidentWorld());

    expect(await program.run(args)).toBe(2);
    expect(written.error).toContain(words);
  });

  test("3 and how to start it when no server is there", async () => {
    const { program, written } = startProgram(createIncidentWorld(), {
      fetch: () => Promise.reject(new TypeError("fetch failed", { cause: refused })),
    });

    expect(await program.run(["list"])).toBe(3);
    expect(written.error).toContain("http://127.0.0.1:7373 cannot be reached: ECONNREFUSED");
    expect(written.error).toContain("allclear serve");
  });

  test("an answer that is lost is asked for again, and the command happens once", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    let isFirst = true;
    const { program } = startProgram(world, {
      fetch: async (request) => {
        const response = await world.app.request(request);
        if (!isFirst) return response;
        isFirst = false;
        throw new TypeError("fetch failed", { cause: refused });
      },
    });

    expect(await program.run(["note", "inc-2", "--text", "once"])).toBe(0);

    const timeline = await world.context.incidents.readTimeline("inc-2");
    expect(timeline.filter(({ event }) => event.type === "note-added")).toHaveLength(1);
  });
});

const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });

describe("where the server is and with which key", () => {
  test("--url and --key-file win over the environment", async () => {
    const folder = mkdtempSync(join(tmpdir(), "allclear-cli-"));
    try {
      const file = join(folder, "key");
      writeFileSync(file, `${KEYS.ana}\n`);
      const { program, sent } = startProgram(createIncidentWorld(), {
        connection: { url: "http://one.example:1", key: KEYS.rob },
      });

      await program.run(["--url", "http://other.example:2/", "--key-file", file, "list"]);

      expect(sent[0]?.url).toBe("http://other.example:2/v1/list-incidents");
      expect(sent[0]?.headers.get("authorization")).toBe(`Bearer ${KEYS.ana}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("serve gets its configuration, mcp a way to call", async () => {
    const got: { config?: string; call?: Call } = {};
    const { program } = startProgram(createIncidentWorld(), {
      serve: async ({ config = "" }) => {
        got.config = config;
      },
      mcp: async (call) => {
        got.call = call;
      },
    });

    expect(await program.run(["serve", "--config", "mine.yaml"])).toBe(0);
    expect(await program.run(["mcp"])).toBe(0);

    expect(got.config).toBe("mine.yaml");
    const list = operations.find(({ name }) => name === "list-incidents");
    expect(list && (await got.call?.(list, {}))).toMatchObject({
      ok: true,
      answer: { incidents: [], active: 0, you: { name: "rob-agent", kind: "agent" } },
    });
  });

  test("a server that fails to start ends with 1 and its words", async () => {
    const { program, written } = startProgram(createIncidentWorld(), {
      serve: () => Promise.reject(new Error("allclear.yaml, line 3: bots is missing")),
    });

    expect(await program.run(["serve"])).toBe(1);
    expect(written.error).toBe("allclear.yaml, line 3: bots is missing\n");
  });
});
