import { describe, expect, test } from "vitest";
import { createJsonLog } from "../adapters/log/json-log.ts";
import { MINUTE, SECOND } from "../domain/instant.ts";
import { createRedact } from "../domain/redact.ts";
import { operations } from "../operations/catalogue.ts";
import { PortError } from "../ports/port-error.ts";
import { approve, call, failBot, startRemedy, theIncident, waitForPlan, watchGoodBot } from "./fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";

/** Of the configuration: known by their values alone. */
const KNOWN = { slack: 'planted/of+slack tok"en', railway: "planted-railway-0123456789", key: "planted-key-of-ana-42" };
/** Known to nobody; recognised by their shapes. */
const SHAPED = {
  bot: "xoxb-planted0-1234567890-abcdefghij",
  anthropic: "sk-ant-planted-0123456789abcdef",
  github: "ghp_planted0123456789abcdefghijkl",
  address: "mongodb://crm:plantedpassword@db.example/crm",
  assigned: "ATTIO_API_KEY=planted0123456789",
};
const ALL = Object.values({ ...KNOWN, ...SHAPED });
const PLANTED = ALL.join(" | ");
const LEAK = /planted/;

/** The bot and the world around it say every secret wherever they can. */
async function tellASecretStory(): Promise<CrmWorld> {
  const crm = createCrmWorld({ secrets: Object.values(KNOWN) });
  const { repository } = crm;
  crm.platform.setVariables({ ATTIO_KEY: "planted-variable-value" });
  crm.health.answer(500, `{"database":"${PLANTED}"}`);
  await watchGoodBot(crm);
  crm.platform.setVariables({ ATTIO_KEY: "planted-second-value" });
  repository.commit({
    summary: `Rotate ${PLANTED}`,
    author: `cy ${SHAPED.github}`,
    files: { "README.md": "hi\n", "src/crm.ts": `connect(\`${PLANTED}\`);\n` },
  });
  await failBot(crm);
  crm.logs.print([
    `Error: cannot log in with ${PLANTED}`,
    `    at login (/app/src/${KNOWN.key}.ts:1:1)`,
    `START ${PLANTED}`,
  ]);
  crm.team.failNext("unreachable");
  await waitForPlan(crm);
  const { id } = await theIncident(crm);
  await writeByHand(crm, id);
  await approve(crm);
  await startRemedy(crm);
  await crm.pass(MINUTE);
  await call(crm, "resolve-incident", { input: { incidentId: id, reason: PLANTED, withoutProof: true } });
  await crm.pass(SECOND);
  await call(crm, "write-review", {
    input: { incidentId: id, wentWell: [PLANTED], actionItems: [{ text: PLANTED, owner: "ana", due: "2026-12-01" }] },
  });
  await crm.pass(SECOND);
  return crm;
}

async function writeByHand(crm: CrmWorld, incidentId: string): Promise<void> {
  await call(crm, "add-note", { input: { incidentId, text: `I tried ${PLANTED}` } });
  await call(crm, "claim-incident", { input: { incidentId, plan: `Use ${PLANTED}` } });
  await call(crm, "set-severity", { input: { incidentId, severity: "P1", reason: PLANTED } });
  await call(crm, "post-update", { input: { incidentId, audience: "team", text: PLANTED } });
  await call(crm, "post-update", { input: { incidentId, audience: "users", text: PLANTED } });
  await call(crm, "open-incident", { input: { botId: "crm-bot", summary: PLANTED } });
  await call(crm, "run-checks", { input: { incidentId } });
  await crm.pass(30 * SECOND);
}

describe("A secret that the world says", () => {
  test("stands in no event, body, message, job or answer", async () => {
    const crm = await tellASecretStory();
    const { id } = await theIncident(crm);
    const timeline = await crm.world.incidents.readTimeline(id);
    const digests = [...JSON.stringify(timeline).matchAll(/[0-9a-f]{64}/g)].map(([digest]) => digest);
    const bodies = await crm.world.incidents.readBodies([...new Set(digests)]);
    const answers = await Promise.all(
      ["list-incidents", "show-incident", "show-timeline", "show-review"].map((name) =>
        call(crm, name, { input: name === "list-incidents" ? {} : { incidentId: id } }),
      ),
    );

    const places = {
      timeline,
      bodies,
      answers,
      incident: await theIncident(crm),
      messages: [...crm.workspace.messages("CTEAM"), ...crm.workspace.messages("CUSE")],
      jobs: crm.queue.waiting(),
      commits: crm.repository.messages().filter((message) => message.includes("Allclear-Remedy")),
    };

    expect(bodies.length).toBeGreaterThan(2);
    expect(timeline.some(({ event }) => event.type === "note-added")).toBe(true);
    for (const [place, value] of Object.entries(places)) expect([place, findLeak(value)]).toEqual([place, undefined]);
  });

  test("is in no log line, as a message, as data, in an error or in its causes", async () => {
    const lines: string[] = [];
    const log = createJsonLog({
      write: (line) => lines.push(line),
      redact: createRedact(Object.values(KNOWN)),
      now: () => 0,
    });
    const inner = new Error(`the driver says ${PLANTED}`);
    const error = new PortError("chat", "refused", `refused for ${PLANTED}`, { cause: inner });

    log("warn", "a job failed", { error, why: PLANTED, deep: { list: [PLANTED, { text: PLANTED }] } });

    expect(lines).toHaveLength(1);
    expect(findLeak(lines)).toBeUndefined();
  });

  test("is not repeated by an operation that refuses it", async () => {
    const crm = createCrmWorld({ secrets: Object.values(KNOWN) });
    for (const operation of operations) {
      const wrong = Object.fromEntries(Object.keys(operation.input.shape).map((key) => [key, { secret: PLANTED }]));
      const refusal = await call(crm, operation.name, { input: wrong }).catch((error: unknown) => String(error));
      expect([operation.name, findLeak(refusal)]).toEqual([operation.name, undefined]);
    }
  });
});

function findLeak(value: unknown): string | undefined {
  const text = JSON.stringify(value);
  const at = text.search(LEAK);
  return at === -1 ? undefined : text.slice(Math.max(0, at - 80), at + 80);
}
