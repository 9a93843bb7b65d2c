/** `playbook test`: every example of the playbook, put to triage. */

import { type ExampleResult, testPatterns } from "../diagnosis/triage/test-patterns.ts";
import type { LocalOperation } from "./local-operation.ts";
import { triageText } from "./triage-cases.ts";

export interface TestPlaybook {
  readonly playbook?: string;
}

export interface PlaybookTest {
  readonly results: readonly ExampleResult[];
  /** By pattern, in the playbook's order. */
  readonly patterns: readonly {
    readonly id: string;
    readonly positive: number;
    readonly negative: number;
    readonly failed: number;
  }[];
}

export const testPlaybookOperation: LocalOperation<TestPlaybook, PlaybookTest> = {
  kind: "local",
  name: "playbook test",
  summary: "Put every example of the playbook to triage, and say which are not answered as they say",
  run: async ({ playbook }, context) => {
    const rules = context.readRules(playbook);
    const results = testPatterns(rules.patterns, (log) => triageText(log, { rules }, context).verdict);
    const patterns = rules.patterns.map(({ id, examples }) => ({
      id,
      positive: examples.positive.length,
      negative: examples.negative.length,
      failed: results.filter(({ pattern, passed }) => pattern === id && !passed).length,
    }));
    return { results, patterns };
  },
};
