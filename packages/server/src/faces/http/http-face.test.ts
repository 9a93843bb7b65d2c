import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Caller, defineOperation, type Operation } from "../../operations/define-operation.ts";
import { OperationError } from "../../operations/operation-error.ts";
import { PortError } from "../../ports/port-error.ts";
import { createHttpFace, type HttpFaceParts, type Run } from "./http-face.ts";
import { createKeyRing, digestKey } from "./key-ring.ts";

const KEY = "key-of-ana";
const ana: Caller = { actor: { kind: "human", name: "ana", principal: "ana" }, role: "responder" };

const look = defineOperation({
  kind: "query",
  name: "look-around",
  summary: "Look around",
  authority: "view",
  agents: { tool: "look" },
  input: z.object({
    incidentId: z.string(),
    limit: z.coerce.number().int().default(20),
    drill: z.boolean().optional(),
    tags: z.array(z.string()).optional(),
  }),
  output: z.object({ seen: z.array(z.string()) }),
  run: async () => ({ seen: [] }),
});
const change = defineOperation({
  kind: "command",
  name: "change-things",
  summary: "Change things",
  authority: "approve",
  agents: { tool: "record" },
  input: z.object({ incidentId: z.string(), text: z.string() }),
  decide: () => ({ ok: true, events: [] }),
});

interface Heard {
  readonly requests: Parameters<Run>[0][];
  readonly lines: { readonly message: string; readonly data: Readonly<Record<string, unknown>> }[];
}

function startFace(run: Run = async () => ({ done: true }), parts: Partial<HttpFaceParts> = {}) {
  const heard: Heard = { requests: [], lines: [] };
  const app = createHttpFace({
    operations: [look, change],
    run: (request) => {
      heard.requests.push(request);
      return run(request);
    },
    keys: createKeyRing([{ digest: digestKey(KEY), caller: ana }]),
    health: async () => ({ store: { ok: true }, workers: { ok: true } }),
    version: "1.2.3",
    log: (_level, message, data) => heard.lines.push({ message, data }),
    ...parts,
  });
  return { app, heard };
}

function post(body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return {
    method: "POST",
    headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

const withKey = { headers: { Authorization: `Bearer ${KEY}` } };
const input = { incidentId: "inc-1", text: "hello" };

describe("routes", () => {
  test("a command is a POST whose body is the input and whose Idempotency-Key is the receipt's key", async () => {
    const { app, heard } = startFace();

    const response = await app.request("/v1/change-things", post(input, { "Idempotency-Key": "once" }));

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ done: true });
    expect(heard.requests).toEqual([{ operation: change, input, caller: ana, receiptKey: "once" }]);
  });

  test("a query is a GET whose texts become what the input asks for", async () => {
    const { app, heard } = startFace();

    const address = "/v1/look-around?incidentId=12&limit=5&drill=true&tags=a&tags=b";
    const response = await app.request(address, withKey);

    expect(response.status).toBe(200);
    expect(heard.requests[0]?.input).toEqual({ incidentId: "12", limit: 5, drill: true, tags: ["a", "b"] });
  });

  test("the wrong method is told which is right", async () => {
    const { app } = startFace();

    const response = await app.request("/v1/change-things", withKey);

    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  test("an address without anything is answered in JSON", async () => {
    const { app } = startFace();

    const response = await app.request("/v1/chnage-things", post(input));

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "no-such-address" } });
  });
});

describe("keys", () => {
  test("without a key, or with an unknown one, nothing runs and the answer is 401", async () => {
    const { app, heard } = startFace();

    const without = await app.request("/v1/look-around?incidentId=1");
    const unknown = await app.request("/v1/look-around?incidentId=1", { headers: { Authorization: "Bearer other" } });

    expect([without.status, unknown.status]).toEqual([401, 401]);
    expect(without.headers.get("www-authenticate")).toBe("Bearer");
    expect(await without.text()).toContain("needs a key");
    expect(await unknown.text()).not.toContain("other");
    expect(heard.requests).toEqual([]);
  });

  test("a role that is too low gets 403 and the role that is needed", async () => {
    const { app } = startFace(() => Promise.reject(new OperationError("forbidden", "ana is a responder")));

    const response = await app.request("/v1/change-things", post(input));

    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      error: {
        code: "forbidden",
        message: "ana is a responder",
        nextSteps: ["Ask somebody with the role approver to do it"],
      },
    });
  });
});

describe("wrong input", () => {
  const cases: readonly { readonly what: string; readonly request: RequestInit; readonly answer: [number, string] }[] =
    [
      { what: "a body that is not JSON", request: post("{"), answer: [400, "is not JSON"] },
      { what: "an empty body", request: post(""), answer: [400, "is empty"] },
      { what: "a list", request: post([1]), answer: [400, "is no JSON object"] },
      {
        what: "an unknown key",
        request: post({ ...input, txet: "x" }),
        answer: [400, "change-things does not know txet; it takes incidentId, text"],
      },
      {
        what: "another content type",
        request: post(input, { "Content-Type": "text/plain" }),
        answer: [415, "application/json"],
      },
      {
        what: "a body that is too large",
        request: post({ ...input, text: "x".repeat(300_000) }),
        answer: [413, "larger than"],
      },
      {
        what: "a receipt's key with spaces",
        request: post(input, { "Idempotency-Key": "a b" }),
        answer: [400, "Idempotency-Key"],
      },
    ];

  test.each(cases)("$what is refused in words", async ({ request, answer: [status, words] }) => {
    const { app, heard } = startFace();

    const response = await app.request("/v1/change-things", request);

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(words);
    expect(heard.requests).toEqual([]);
  });

  test("an unknown or repeated field of a query is named", async () => {
    const { app } = startFace();

    const unknown = await app.request("/v1/look-around?incidentId=1&max=2", withKey);
    const twice = await app.request("/v1/look-around?incidentId=1&incidentId=2", withKey);

    expect(unknown.status).toBe(400);
    expect(await unknown.text()).toContain("does not know max");
    expect(twice.status).toBe(400);
    expect(await twice.text()).toContain("incidentId is given more than once");
  });
});

describe("failures", () => {
  test.each([
    ["invalid-input", 400],
    ["not-found", 404],
    ["refused", 409],
  ] as const)("%s is HTTP %i", async (code, status) => {
    const { app } = startFace(() => Promise.reject(new OperationError(code, "No.")));

    const response = await app.request("/v1/change-things", post(input));

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, message: "No." } });
  });

  test("a refusal carries its reason and what to do next", async () => {
    const { app } = startFace(() => Promise.reject(new OperationError("refused", "No.", "plan-changed")));

    const response = await app.request("/v1/change-things", post(input));

    expect(await response.json()).toMatchObject({
      error: { reason: "plan-changed", nextSteps: [expect.stringContaining("show-incident inc-1")] },
    });
  });

  test("a store that is away is 503 with the time to wait", async () => {
    const away = new PortError("incident-store", "unreachable", "the store is away", { retryAfterMs: 2_100 });
    const { app, heard } = startFace(() => Promise.reject(away));

    const response = await app.request("/v1/change-things", post(input));

    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(heard.lines).toEqual([]);
  });

  test("a bug is 500 without details, and logged", async () => {
    const { app, heard } = startFace(() => Promise.reject(new TypeError("table incidents has no column x")));

    const response = await app.request("/v1/change-things", post(input));

    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("column");
    expect(heard.lines[0]?.message).toBe("an HTTP request failed");
    expect(heard.lines[0]?.data).toMatchObject({ operation: "change-things" });
    expect(String(heard.lines[0]?.data.error)).toContain("column x");
  });
});

describe("health", () => {
  test("is healthy without a key when every dependency answers", async () => {
    const { app } = startFace();

    const response = await app.request("/health");

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "healthy",
      version: "1.2.3",
      uptime: expect.any(Number),
      dependencies: { store: "connected", workers: "connected" },
    });
  });

  test("says what is wrong with 503", async () => {
    const health = async () => ({ store: { ok: false, why: "connection refused" }, workers: { ok: true } }) as const;
    const { app } = startFace(undefined, { health });

    const response = await app.request("/health");

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: "unhealthy",
      dependencies: { store: "connection refused", workers: "connected" },
    });
  });

  test("is unhealthy when asking itself fails", async () => {
    const { app } = startFace(undefined, { health: () => Promise.reject(new Error("secret detail")) });

    const response = await app.request("/health");

    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("secret detail");
  });
});

describe("the OpenAPI document", () => {
  test("describes exactly the operations, with inputs, answers and errors", async () => {
    const { app } = startFace();

    const document = await readDocument(app);

    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual(["/v1/look-around", "/v1/change-things"]);
    expect(document.paths["/v1/change-things"]?.post).toMatchObject({
      requestBody: jsonContent({ properties: { incidentId: { type: "string" }, text: { type: "string" } } }),
      responses: { 200: jsonContent({ $ref: "#/components/schemas/CommandAnswer" }) },
    });
    expect(document.paths["/v1/look-around"]?.get).toMatchObject({
      parameters: expect.arrayContaining([
        { name: "limit", in: "query", required: false, schema: expect.objectContaining({ type: "integer" }) },
      ]),
      responses: {
        200: jsonContent({ properties: { seen: { type: "array" } } }),
        401: jsonContent({ $ref: "#/components/schemas/Error" }),
      },
    });
    expect(document.components.schemas).toHaveProperty("CommandAnswer");
  });
});

test("a new operation has its route and its description without further code", async () => {
  const added: Operation = { ...change, name: "brand-new" };
  const { app } = startFace(undefined, { operations: [added] });

  const response = await app.request("/v1/brand-new", post(input));

  expect(response.status).toBe(200);
  expect((await readDocument(app)).paths).toHaveProperty(["/v1/brand-new"]);
});

const documentSchema = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.looseObject({}) }),
});

async function readDocument(app: ReturnType<typeof startFace>["app"]) {
  return documentSchema.parse(await (await app.request("/openapi.json")).json());
}

function jsonContent(schema: object) {
  return { content: { "application/json": { schema } } };
}
