import { ConfigError } from "../config.ts";
import { OperationError } from "../operations/operation-error.ts";

/** A wrong configuration or playbook is wrong use of the command, and ends it like any other; one that cannot be read was not found. */
export function forCaller<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? toOperationError(error) : error;
  }
}

function toOperationError({ cause, message }: ConfigError): OperationError {
  return new OperationError(cause === undefined ? "invalid-input" : "not-found", message);
}
