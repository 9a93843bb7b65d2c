/** A value as JSON. Undefined for nothing, and for what is nested so deeply that JSON.stringify, which is recursive, gives up. */
export function printJson(value: unknown, indent?: number): string | undefined {
  try {
    return JSON.stringify(value, null, indent);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
