import { isRecord } from "../json.ts";

/** What stands under a key; nothing where the value is no object. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The string under a key, or an empty one. */
export function stringField(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === "string" ? found : "";
}

/** The list under a key, or an empty one. */
export function listField(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key);
  return Array.isArray(found) ? found : [];
}

/** The entry of a table for the type of a value; a type is what somebody sent, and may be `constructor`. */
export function entryFor<Entry>(table: Readonly<Record<string, Entry>>, value: unknown): Entry | undefined {
  const type = stringField(value, "type");
  return Object.hasOwn(table, type) ? table[type] : undefined;
}
