import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type DemoProcess, processesUsing, startDemo } from "./demo-process.fixture.ts";

const waitMs = 120_000;
const faultsFolder = fileURLToPath(new URL("./demo/faults/", import.meta.url));

const milestones = [
  "fault-injected",
  "signal",
  "incident-opened",
  "severity",
  "first-update",
  "verdict",
  "remedy-proposed",
  "approved",
  "remedy-applied",
  "recovered",
  "all-clear",
  "review",
];

const innocent = `
name: nothing-is-wrong
title: An innocent commit is deployed
fault:
  - commit:
      author: Ben
      message: Thank the sales team
      changes: [{ path: THANKS.md, content: "Thank you, sales." }]
  - wait: { deployment: live }
expect: { outcome: no-incident, within: 5 s }
`;

let folder: string;
let temporaryFolder: string;
let output: string;
let demo: DemoProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-test-"));
  temporaryFolder = join(folder, "temporary");
  output = join(folder, "output");
  await mkdir(temporaryFolder);
  // The account that the database runs as must be able to pass through.
  await chmod(folder, 0o711);
});

afterEach(async () => {
  demo?.child.kill("SIGTERM");
  await demo?.exited;
  demo = undefined;
  await rm(folder, { recursive: true, force: true });
});

function start(...programArguments: readonly string[]): DemoProcess {
  demo = startDemo({ programArguments: [...programArguments, "--output", output], temporaryFolder });
  return demo;
}

async function write(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

async function expectNothingLeft(): Promise<void> {
  expect(await processesUsing(temporaryFolder)).toEqual([]);
  expect(await readdir(temporaryFolder)).toEqual([]);
}

/** Its text once the file is there. */
async function findKept(name: string): Promise<readonly string[]> {
  const files = await readdir(output, { recursive: true });
  const found = files.filter((file) => file.endsWith(name));
  return Promise.all(found.map((file) => readFile(join(output, file), "utf8")));
}

test("every fault that comes with the demo passes all milestones in order, ends all clear and keeps its review", async () => {
  const names = (await readdir(faultsFolder)).map((file) => file.replace(".yaml", "")).sort();
  const run = start("--json");

  const status = await run.exited;

  const failures = (await findKept("server.log")).flatMap((log) => log.match(/^.*"level":"error".*$/gm) ?? []);
  expect({ status, errors: run.errors(), failures }).toEqual({ status: 0, errors: "", failures: [] });
  expect(run.lines().at(-1)).toEqual({ outcome: "all-clear", faults: names.length, passed: names.length });
  for (const name of names) {
    const lines = run.lines().filter(({ fault }) => fault === name);
    expect([...new Set(lines.map(({ milestone }) => milestone))]).toEqual(milestones);
    const times = lines.slice(2).map(({ at }) => Date.parse(String(at)));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(new Set(lines.slice(1).map(({ incident }) => typeof incident))).toEqual(new Set(["string"]));
    for (const line of lines) expect(Object.keys(line)).toEqual(["at", "fault", "incident", "milestone", "detail"]);
  }
  const reviews = await findKept("review.md");
  expect(reviews).toHaveLength(names.length);
  for (const review of reviews) expect(review).toMatch(/\*\*Root Cause\*\*: Confirmed: Commit [0-9a-f]{7} /);
  await expectNothingLeft();
});

test("the documented example runs, and what differs from its expectation alone is told and fails the run", async () => {
  const page = await readFile(new URL("../../docs/fault-files.md", import.meta.url), "utf8");
  const [, documented = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const wrong = documented.replace("severity: P1", "severity: P3").replace("remedy: revert-commit", "remedy: none");
  const files = [await write("innocent.yaml", innocent), await write("wrong.yaml", wrong)];
  const run = start("--json", ...files.flatMap((file) => ["--fault-file", file]));

  const status = await run.exited;

  const differences = ["severity: expected P3, was P1", "remedy: expected none, was revert-commit"];
  expect(status).toBe(1);
  expect(run.lines().at(-1)).toEqual({
    outcome: "not-as-expected",
    faults: 2,
    passed: 1,
    differences: [{ fault: "notes-read-a-missing-field", differences }],
  });
  for (const difference of differences) expect(run.errors()).toContain(`notes-read-a-missing-field: ${difference}`);
  expect(run.lines().filter(({ fault }) => fault === "nothing-is-wrong")).toHaveLength(1);
  await expectNothingLeft();
});

test("a step that cannot be carried out fails the run with a sentence", async () => {
  const file = await write(
    "impossible.yaml",
    innocent.replace('content: "Thank you, sales."', "find: no, replace: yes"),
  );
  const run = start("--json", "--fault-file", file);

  expect(await run.exited).toBe(1);
  expect(run.errors()).toContain("nothing-is-wrong: could not be run: ");
  expect(run.errors()).toContain("THANKS.md");
  await expectNothingLeft();
});

test("--keep leaves the page of incidents up until Ctrl-C, which is no failure then", async () => {
  const run = start("--keep", "--fault-file", await write("innocent.yaml", innocent));
  const { address, key } = await vi.waitFor(() => {
    const [, where] = /^Incidents: +(http:\S+)$/m.exec(run.errors()) ?? [];
    const [, shown] = /^Key: +(\S+)$/m.exec(run.errors()) ?? [];
    if (where === undefined || shown === undefined) throw new Error(`no address yet: ${run.output()}`);
    return { address: where, key: shown };
  }, waitMs);

  const signedIn = await fetch(new URL("session", address), { method: "POST", body: new URLSearchParams({ key }) });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await fetch(address, { headers: { cookie } });
  run.child.kill("SIGINT");

  expect(page.status).toBe(200);
  expect(await run.exited).toBe(0);
  expect(run.output()).toContain("as expected");
  await expectNothingLeft();
});

describe("Ctrl-C leaves no process and no temporary folder", () => {
  const worlds = () => readdir(temporaryFolder, { recursive: true });
  const moments = {
    "before the simulators are ready": async () => (await worlds()).length > 0,
    "while the repository is made": async () => (await worlds()).some((file) => file.endsWith("crm-bot.git")),
    "while the database is made": async () => (await worlds()).some((file) => file.endsWith("postgres-password")),
    "in the middle of the fault": async () => demo?.output().includes('"fault-injected"') === true,
  };

  test.each(Object.entries(moments))("%s", async (_, hasCome) => {
    const run = start("--json", "--fault-file", join(faultsFolder, "notes-commit-throws.yaml"));
    await vi.waitFor(async () => expect(await hasCome()).toBe(true), { timeout: waitMs, interval: 20 });

    run.child.kill("SIGINT");
    // As npm does, which hands the terminal's signal on.
    run.child.kill("SIGINT");

    expect(await run.exited).toBe(130);
    await expectNothingLeft();
  });

  test("when it hurries a server that does not end", async () => {
    const run = start("--json", "--fault-file", join(faultsFolder, "notes-commit-throws.yaml"));
    await vi.waitFor(() => expect(run.output()).toContain("fault-injected"), { timeout: waitMs, interval: 20 });
    const server = (await processesUsing(temporaryFolder)).find((process) => process.includes(" serve --config "));
    process.kill(Number.parseInt(server ?? "", 10), "SIGSTOP");

    await vi.waitFor(
      async () => {
        run.child.kill("SIGINT");
        expect(await processesUsing(temporaryFolder)).not.toContain(server);
      },
      { timeout: waitMs, interval: 300 },
    );
    const status = await run.exited;

    expect(status).toBe(130);
    await expectNothingLeft();
  });
});

describe("what cannot be started is told before anything is", () => {
  test("a fault file with mistakes is told with file, line, key and what is allowed", async () => {
    const file = await write("wrong.yaml", innocent.replace("no-incident", "fine").replace("author", "autor"));
    const run = start("--fault-file", file);

    expect(await run.exited).toBe(2);
    expect(run.errors()).toContain(`${file}:6: fault[0].commit.author: is missing`);
    expect(run.errors()).toContain(`${file}:6: fault[0].commit.autor: unknown key; allowed: label, author, message`);
    expect(run.errors()).toMatch(/:10: expect\.outcome: .*"all-clear"\|"verdict"\|"no-incident"/);
    await expectNothingLeft();
  });

  test("a wrong option is told with those that there are", async () => {
    const run = start("--fautl-file", "x.yaml");

    expect(await run.exited).toBe(2);
    expect(run.errors()).toContain("--fault-file FILE");
  });

  test("a machine without git is told to install it", async () => {
    demo = startDemo({ programArguments: ["--output", output], temporaryFolder, environment: { PATH: folder } });

    expect(await demo.exited).toBe(2);
    expect(demo.errors()).toContain("The demo needs git 2.31 or newer, and there is none on the PATH. Install git");
    await expectNothingLeft();
  });
});
