import { setFlagsFromString } from "node:v8";

/**
 * V8 lets several times of what is in use pile up before it collects, where a machine has much memory. A log may be read where
 * there is little, beside the bot. Measured on logs of 450 MB: at most 200 MB instead of 430, in a tenth more time.
 */
export function keepMemorySmall(): void {
  // What is young stays in as little room as it has now, and what is old may grow by half before it is looked through.
  for (const flag of ["--semi-space-growth-factor=1", "--heap-growing-percent=50"]) setFlagsFromString(flag);
}
