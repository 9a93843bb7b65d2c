import { ConfigError } from "../config.ts";
import { OperationError } from "../operations/operation-error.ts";

/** A wrong configuration or playbook is wrong use of the command, and ends it like any other. */
export function forCaller<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? new OperationError("invalid-input", error.message) : error;
  }
}
