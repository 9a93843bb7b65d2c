import { setFlagsFromString } from "node:v8";

/**
 * V8 lets several times of what is in use pile up before it collects, where a machine has much memory. A log may be read where
 * there is little, beside the bot. Measured on a log of 450 MB: at most 190 MB instead of 430, in a third more time.
 */
export function keepMemorySmall(): void {
  setFlagsFromString("--optimize-for-size");
}
