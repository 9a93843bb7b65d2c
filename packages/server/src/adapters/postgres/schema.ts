/** The tables, as Kysely sees them. Times are milliseconds since the epoch, as everywhere. */

import type { ColumnType, JSONColumnType } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import type { IncidentEvent } from "../../domain/events.ts";
import type { Incident } from "../../domain/incident.ts";
import type { VariableDigest } from "../../ports/platform.ts";

/** `bigint` comes from the driver as text. */
type Instant = ColumnType<string, number, number>;

export interface Tables {
  readonly incidents: {
    readonly id: string;
    readonly bot_id: string;
    readonly opened_at: Instant;
    readonly resolved_at: ColumnType<string | null, number | null, number | null>;
    readonly closed_at: ColumnType<string | null, number | null, number | null>;
    readonly severity: string;
    readonly sequence: number;
    readonly last_hash: string;
    readonly state: JSONColumnType<Incident>;
  };
  readonly events: {
    readonly incident_id: string;
    readonly sequence: number;
    readonly at: Instant;
    readonly actor: JSONColumnType<Actor>;
    readonly event: JSONColumnType<IncidentEvent>;
    readonly previous_hash: string;
    readonly hash: string;
  };
  readonly bodies: {
    readonly digest: string;
    readonly content: string | null;
    readonly erased_at: ColumnType<string | null, number | null, number | null>;
    readonly erased_because: string | null;
  };
  readonly receipts: {
    readonly key: string;
    readonly result: JSONColumnType<Readonly<Record<string, unknown>>>;
    readonly at: Instant;
  };
  readonly scenario_runs: {
    readonly id: ColumnType<string, never, never>;
    readonly bot_id: string;
    readonly scenario_id: string;
    readonly feature: string;
    readonly core: boolean;
    readonly at: Instant;
    readonly outcome: "passed" | "wrong" | "silent";
    readonly latency_ms: ColumnType<string | null, number | null, never>;
  };
  readonly scenarios: {
    readonly bot_id: string;
    readonly scenario_id: string;
    readonly first_passed_at: Instant;
  };
  readonly log_cursors: {
    readonly bot_id: string;
    readonly read_to: Instant;
    readonly counted: JSONColumnType<Readonly<Record<string, number>>>;
  };
  readonly signatures: {
    readonly bot_id: string;
    readonly id: string;
    readonly template: string;
    readonly is_usual: boolean;
    readonly count: ColumnType<string, number, number>;
    readonly first_at: Instant;
    readonly last_at: Instant;
  };
  readonly variable_snapshots: {
    readonly bot_id: string;
    readonly at: Instant;
    readonly variables: JSONColumnType<readonly VariableDigest[]>;
  };
  readonly settings: { readonly name: string; readonly value: string };
}
