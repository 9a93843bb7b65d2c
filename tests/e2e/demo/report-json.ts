import type { FaultResult, Happening, Tell } from "./happening.ts";

/** A line of JSON for each milestone and one for the end to `write`; what differed, for people, to `warn`. */
export function reportJson(write: (text: string) => void, warn: (text: string) => void): Tell {
  return (happening: Happening) => {
    if (happening.kind === "milestone") write(`${JSON.stringify(happening.milestone)}\n`);
    if (happening.kind === "fault-ends") {
      const { fault, differences, outputFolder } = happening.result;
      for (const difference of differences) warn(`${fault.name}: ${difference}`);
      if (differences.length > 0) warn(`The record is in ${outputFolder}`);
    }
    if (happening.kind === "run-ends") write(`${JSON.stringify(toEnd(happening.results))}\n`);
  };
}

function toEnd(results: readonly FaultResult[]): object {
  const failed = results.filter(({ differences }) => differences.length > 0);
  const end = {
    outcome: failed.length === 0 ? "all-clear" : "not-as-expected",
    faults: results.length,
    passed: results.length - failed.length,
  };
  if (failed.length === 0) return end;
  return { ...end, differences: failed.map(({ fault, differences }) => ({ fault: fault.name, differences })) };
}
