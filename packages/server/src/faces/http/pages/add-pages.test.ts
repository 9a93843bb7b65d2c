import { describe, expect, test } from "vitest";
import { askAs, createIncidentWorld, type IncidentWorld, KEYS, openStory, plan } from "../fixtures/incident-world.ts";

/** As a browser does: sends the form once, and comes back with the cookie. */
async function signIn(world: IncidentWorld, key: string = KEYS.vera): Promise<RequestInit> {
  const response = await sendForm(world, { key });
  return { headers: { Cookie: (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "" } };
}

function sendForm(world: IncidentWorld, fields: Readonly<Record<string, string>>) {
  return world.app.request("/session", { method: "POST", body: new URLSearchParams(fields) });
}

describe("who may see the pages", () => {
  test("without a key there is a form and no incident", async () => {
    const world = createIncidentWorld();
    await openStory(world);

    const response = await world.app.request("/");

    expect(response.status).toBe(401);
    const page = await response.text();
    expect(page).toContain('action="/session"');
    expect(page).toContain('method="post"');
    expect(page).not.toContain("crm-bot");
  });

  test("the form takes a key for a cookie that does not hold it, and leads to the page that was wanted", async () => {
    const world = createIncidentWorld();
    const form = await (await world.app.request("/incidents/inc-1")).text();

    const response = await sendForm(world, { key: KEYS.vera, path: "/incidents/inc-1" });

    expect(form).toContain('name="path" value="/incidents/inc-1"');
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    expect(cookie).not.toContain(KEYS.vera);
    const page = await response.text();
    expect(page).toContain('content="0; url=/incidents/inc-1"');
    expect(page).not.toContain(KEYS.vera);
  });

  test.each(["//evil.example", "https://evil.example/", "/incidents/../../x", "/v1/list-incidents", "\\evil"])(
    "the form leads nowhere but to pages of ours, not to %s",
    async (path) => {
      const page = await (await sendForm(createIncidentWorld(), { key: KEYS.vera, path })).text();

      expect(page).toContain('content="0; url=/"');
      expect(page).not.toContain("evil");
    },
  );

  test("a key in the address opens nothing: logs and histories keep addresses", async () => {
    const world = createIncidentWorld();

    const response = await world.app.request(`/?key=${KEYS.vera}`);

    expect(response.status).toBe(401);
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(await response.text()).not.toContain(KEYS.vera);
  });

  test("a key that is not known, or a cookie that was made up, opens nothing", async () => {
    const world = createIncidentWorld();

    const unknown = await sendForm(world, { key: "made-up" });
    const forged = await world.app.request("/", { headers: { Cookie: "allclear_session=9999999999999.AAAA" } });

    expect([unknown.status, forged.status]).toEqual([401, 401]);
    expect(unknown.headers.get("set-cookie")).toBeNull();
  });

  test("a page allows no script, no frame and no cache", async () => {
    const world = createIncidentWorld();

    const response = await world.app.request("/", await signIn(world));

    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("script-src");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  });

  test("the cookie opens pages only, never the API", async () => {
    const world = createIncidentWorld();

    const response = await world.app.request("/v1/list-incidents", await signIn(world, KEYS.adam));

    expect(response.status).toBe(401);
  });
});

describe("the list", () => {
  test("says that all is clear when nothing is open", async () => {
    const world = createIncidentWorld();

    const page = await (await world.app.request("/", await signIn(world))).text();

    expect(page).toContain("<h1>All clear</h1>");
    expect(page).toContain('http-equiv="refresh"');
  });

  test("links each incident with severity, status and holder", async () => {
    const world = createIncidentWorld();
    const incidentId = await openStory(world);
    await askAs(world, "rob", { name: "claim-incident", input: { incidentId } });

    const page = await (await world.app.request("/", await signIn(world))).text();

    expect(page).toContain(`href="/incidents/${incidentId}"`);
    expect(page).toContain("Commit 3f9a2b1 broke the notes listener.");
    expect(page).toContain("held by rob");
    expect(page).toContain("Investigating");
  });
});

describe("the page of an incident", () => {
  test("shows clock, verdict with evidence, remedies, updates and the numbered timeline", async () => {
    const world = createIncidentWorld();
    const incidentId = await openStory(world);

    const response = await world.app.request(`/incidents/${incidentId}`, await signIn(world));

    const page = await response.text();
    expect(response.status).toBe(200);
    for (const part of [
      "stabilization",
      "min left",
      "Verdict: confirmed",
      "14 times since 14:19",
      "The platform could not be asked.",
      "Not known: no scenario has run",
      "Revert 3f9a2b1 on main",
      plan.dryRun[0],
      plan.undo,
      "#1 2026-11-23 14:20:05 UTC rob (human)",
      "Status: Investigating - ",
    ]) {
      expect(page).toContain(part);
    }
  });

  test("shows each check with its outcome, and what may be done next as commands", async () => {
    const world = createIncidentWorld();
    const incidentId = await openStory(world);

    const page = await (await world.app.request(`/incidents/${incidentId}`, await signIn(world))).text();

    expect(page).toMatch(/<code>logs<\/code> <strong>found<\/strong>: One new error\./);
    expect(page).toMatch(/<strong>could-not-look<\/strong>: not configured/);
    expect(page).toContain(`allclear approve ${incidentId} --remedy-id remedy-1 --plan-digest ${plan.digest}`);
    expect(page).toContain("Needs the authority to approve.");
  });

  test("shows what logs and people wrote as text, never as markup", async () => {
    const world = createIncidentWorld();
    const incidentId = await openStory(world);

    const page = await (await world.app.request(`/incidents/${incidentId}`, await signIn(world))).text();

    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toContain("<script");
    expect(page).not.toContain("<b>at all</b>");
  });

  test("an incident that does not exist is told so on a page", async () => {
    const world = createIncidentWorld();

    const response = await world.app.request("/incidents/inc-9", await signIn(world));

    expect(response.status).toBe(404);
    expect(await response.text()).toContain("There is no incident inc-9");
    expect(world.logged).toEqual([]);
  });
});
