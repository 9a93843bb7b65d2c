import { z } from "zod";
import { type Answer, type Asked, type StandIn, startStandIn } from "./stand-in.ts";

export interface CrmNote {
  readonly date: string;
  readonly author: string;
  readonly text: string;
}

export interface CrmCompany {
  readonly name: string;
  readonly industry: string;
  readonly city: string;
  readonly owner: string;
  readonly stage: string;
  readonly notes: readonly CrmNote[];
}

const attributes = ["name", "industry", "city", "owner", "stage"] as const;

const query = z.strictObject({
  filter: z.record(z.string(), z.unknown()).optional(),
  sorts: z.array(z.strictObject({ attribute: z.string(), direction: z.enum(["asc", "desc"]) })).optional(),
  limit: z.int().min(1).max(500).optional(),
});

/** Answers the calls of the bot as docs.attio.com/rest-api has them; other paths are 404. */
export function startAttio(key: string, companies: () => readonly CrmCompany[]): Promise<StandIn> {
  return startStandIn((asked) => answer(asked, key, companies()));
}

function answer({ method, path, headers, body }: Asked, key: string, companies: readonly CrmCompany[]): Answer {
  if (headers.authorization !== `Bearer ${key}`) {
    return refuse(401, "unauthorized", "The API key that was given is not valid.");
  }
  if (method === "POST" && path === "/v2/objects/companies/records/query") return queryRecords(body, companies);
  if (method === "GET" && path === "/v2/notes?parent_object=companies") return listNotes(companies);
  if (method === "GET" && path === "/v2/self") return { status: 200, body: { active: true } };
  return refuse(404, "not_found", `Could not find endpoint ${method} "${path}".`);
}

function queryRecords(body: unknown, companies: readonly CrmCompany[]): Answer {
  const read = query.safeParse(body);
  if (!read.success) return refuse(400, "validation_type", z.prettifyError(read.error));
  const { filter = {}, sorts = [] } = read.data;
  const named = [...Object.keys(filter), ...sorts.map(({ attribute }) => attribute)];
  const unknown = named.find((name) => !attributes.some((attribute) => attribute === name));
  if (unknown !== undefined) {
    return refuse(400, "unknown_filter_attribute_slug", `Unknown attribute slug: ${unknown}.`);
  }
  const data = companies.map((company) => ({
    id: { object_id: "companies", record_id: idOf(company) },
    values: Object.fromEntries(attributes.map((name) => [name, [{ value: company[name], attribute_type: "text" }]])),
  }));
  return { status: 200, body: { data }, delayMs: 40 };
}

function listNotes(companies: readonly CrmCompany[]): Answer {
  const data = companies.flatMap((company) =>
    company.notes.map(({ date, author, text }) => ({
      parent_object: "companies",
      parent_record_id: idOf(company),
      title: author,
      content_plaintext: text,
      created_at: `${date}T09:00:00.000000000Z`,
    })),
  );
  return { status: 200, body: { data }, delayMs: 40 };
}

function idOf({ name }: CrmCompany): string {
  return name.toLowerCase().replaceAll(" ", "-");
}

function refuse(status: number, code: string, message: string): Answer {
  const type = status === 401 ? "auth_error" : "invalid_request_error";
  return { status, body: { status_code: status, type, code, message } };
}
