import type { Fault } from "../faults/read-fault.ts";
import type { Reporter } from "./report.ts";

export interface CredentialWatch {
  /** How a call ended: `undefined` when it went well. */
  hear(dependency: string, fault: Fault | undefined): void;
}

/** A refused credential is told once, until it was taken again: it fails with every call, and somebody has to change it. */
export function watchCredentials(report: Reporter): CredentialWatch {
  const refused = new Set<string>();
  return {
    hear: (dependency, fault) => {
      if (fault?.kind !== "auth") {
        if (fault === undefined) refused.delete(dependency);
        return;
      }
      if (refused.has(dependency)) return;
      refused.add(dependency);
      report({ type: "credential-refused", dependency, fault });
    },
  };
}
