import { beforeEach, describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../domain/instant.ts";
import {
  approve,
  bringToProof,
  bringToRemedy,
  call,
  eventsOf,
  failBot,
  startRemedy,
  theIncident,
  waitForPlan,
  watchGoodBot,
} from "./fixtures/crm-story.ts";
import { CRM, type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";

let crm: CrmWorld;
beforeEach(() => {
  crm = createCrmWorld();
});

const forget = () => crm.bots.splice(0);
const remember = () => crm.bots.push(CRM);
const remedyState = async () => (await theIncident(crm)).remedies.at(-1)?.state;

describe("While the only process that runs does not know the bot", () => {
  test("a started remedy is not dropped, and is carried out once by one that knows it", async () => {
    await bringToRemedy(crm);
    forget();
    await crm.pass(20 * SECOND);
    expect(await remedyState()).toBe("started");
    expect(crm.logged).toContainEqual(
      expect.objectContaining({ level: "warn", data: expect.objectContaining({ botId: "crm-bot" }) }),
    );

    remember();
    await crm.pass(2 * MINUTE);

    expect(await remedyState()).toBe("succeeded");
    expect(crm.pushes).toHaveLength(1);
  });

  test("a started remedy that no process carried out in time is open for all to see, and ends when one knows the bot", async () => {
    await watchGoodBot(crm);
    await failBot(crm);
    await waitForPlan(crm);
    await approve(crm);
    await startRemedy(crm);
    forget();
    await crm.pass(10 * MINUTE);
    expect(await remedyState()).toBe("uncertain");

    remember();
    await crm.pass(2 * MINUTE);

    expect(["succeeded", "failed"]).toContain(await remedyState());
  });

  test("a plan that was asked for is made later", async () => {
    await watchGoodBot(crm);
    const commit = await failBot(crm);
    await waitForPlan(crm);
    const { id, remedies } = await theIncident(crm);
    await call(crm, "reject-remedy", {
      input: { incidentId: id, remedyId: remedies[0]?.plan.id, reason: "Once more." },
    });
    forget();
    const action = { kind: "revert-commit", commit, branch: "main" };
    await call(crm, "propose-remedy", { input: { incidentId: id, action } });
    await crm.pass(5 * SECOND);

    remember();
    await crm.pass(MINUTE);

    expect((await theIncident(crm)).remedies).toHaveLength(2);
  });

  test("updates and looks at the recovery wait, and come when one knows the bot", async () => {
    await bringToProof(crm);
    forget();
    await crm.pass(2 * MINUTE);
    expect(await eventsOf(crm)).not.toContain("recovered");

    remember();
    await crm.pass(2 * MINUTE);

    expect(await eventsOf(crm)).toContain("recovered");
    expect((await theIncident(crm)).updates.filter(({ posted }) => posted === undefined)).toEqual([]);
  });
});
