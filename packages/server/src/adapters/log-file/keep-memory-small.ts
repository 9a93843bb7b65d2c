import { setFlagsFromString } from "node:v8";

/** Little is made old, and what is old is looked through often. */
const FLAGS = ["--no-allocation-site-pretenuring", "--semi-space-growth-factor=1", "--heap-growing-percent=10"];

/**
 * V8 lets several times of what is in use pile up before it collects, where a machine has much memory. A log may be read where
 * there is little, beside the bot. Measured on a log of 450 MB: at most 230 MB instead of 430, in a tenth more time.
 */
export function keepMemorySmall(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
