import type { Company, Note } from "./companies.ts";

export interface AttioConfig {
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly url: string;
}

export interface AttioRecord {
  readonly id: { readonly record_id: string };
  readonly values: Readonly<Record<string, readonly { readonly value: string }[]>>;
}

export interface AttioNote {
  readonly parent_record_id: string;
  readonly title: string;
  readonly content_plaintext: string;
  readonly created_at: string;
}

class AttioError extends Error {
  override readonly name = "AttioError";
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, code: string | undefined, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const timeoutMs = 10_000;

/** All companies by name, with the notes about them (docs.attio.com/rest-api, "List records" and "List notes"). */
export async function loadFromAttio(config: AttioConfig): Promise<readonly Company[]> {
  const query = { sorts: [{ attribute: "name", direction: "asc" }], limit: 500 };
  const [records, notes] = await Promise.all([
    read<AttioRecord>(config, "/v2/objects/companies/records/query", query),
    read<AttioNote>(config, "/v2/notes?parent_object=companies"),
  ]);
  return records.map((record) => toCompany(record, notes));
}

/** Resolves when Attio takes the key ("Identify"); companies are not read for it. */
export async function probeAttio(config: AttioConfig): Promise<void> {
  await ask(config, "/v2/self");
}

export function toCompany({ id, values }: AttioRecord, notes: readonly AttioNote[]): Company {
  const text = (attribute: string) => values[attribute]?.[0]?.value ?? "";
  return {
    name: text("name"),
    industry: text("industry"),
    city: text("city"),
    owner: text("owner"),
    stage: text("stage"),
    notes: notes.filter((note) => note.parent_record_id === id.record_id).map(toNote),
  };
}

function toNote({ title, content_plaintext: text, created_at: createdAt }: AttioNote): Note {
  return { date: createdAt.slice(0, 10), author: title, text };
}

async function read<Item>(config: AttioConfig, path: string, query?: unknown): Promise<readonly Item[]> {
  const response = await ask(config, path, query);
  return ((await response.json()) as { readonly data: readonly Item[] }).data;
}

/** With a query it is sent as POST. */
async function ask({ apiKey, url }: AttioConfig, path: string, query?: unknown): Promise<Response> {
  const method = query === undefined ? "GET" : "POST";
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    signal: AbortSignal.timeout(timeoutMs),
    ...(query === undefined ? {} : { body: JSON.stringify(query) }),
  });
  if (!response.ok) throw await toError(response, `${method} ${path.split("?")[0]}`);
  return response;
}

async function toError(response: Response, call: string): Promise<AttioError> {
  const body = (await response.json().catch(() => ({}))) as { readonly code?: string; readonly message?: string };
  const message = `Attio answered ${call} with ${response.status}: ${body.message ?? response.statusText}`;
  return new AttioError(response.status, body.code, message);
}
