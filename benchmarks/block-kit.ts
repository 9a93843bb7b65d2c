import { fileURLToPath } from "node:url";
import { repair, validate } from "@allclear/block-kit";
import { deployNotice, type TypicalPayload, typicalPayloads } from "./block-kit-messages.ts";
import { measureBundleSize } from "./bundle-size.ts";
import { createHostilePayloads } from "./hostile-payloads.ts";
import { type Measured, measure, medianOf, type Timing } from "./measure.ts";
import { type Benchmark, type Result, toResult } from "./result.ts";

const timing: Timing = { now: () => performance.now(), rounds: 11, warmUpRounds: 3, roundMs: 20 };
/** One operation takes a round here. */
const hostileTiming: Timing = { ...timing, rounds: 5, warmUpRounds: 1 };

export const blockKitBenchmark: Benchmark = {
  name: "block-kit",
  summary: "what the guard costs, beside the JSON.stringify that sends the message anyway",
  run: async () => {
    for (const typical of typicalPayloads) refuseUnclean(typical);
    return [
      ...timeMix("validate", (payload) => validate(payload)),
      ...timeMix("repair", (payload) => repair(payload)),
      ...timeRepairOfBroken(),
      ...timeHostile(),
      await weighLibrary(),
    ];
  },
};

/** What is refused or changed takes another way than the one that counts. */
function refuseUnclean({ title, payload }: TypicalPayload): void {
  const { problems } = validate(payload);
  if (problems.length > 0) throw new Error(`${title} should be clean: ${JSON.stringify(problems)}`);
}

/** The median of the mix comes first: it is the figure that counts. */
function timeMix(verb: string, guard: (payload: object) => unknown): Result[] {
  const measured = measure(
    typicalPayloads.map(({ title, payload }) => ({
      name: `${verb} ${title}, beside JSON.stringify`,
      subject: () => guard(payload),
      peer: () => JSON.stringify(payload),
    })),
    timing,
  );
  const mix = medianOfMix(`${verb} a typical payload (median of the mix), beside JSON.stringify`, measured);
  return [mix, ...measured].map((each) => toResult("us", each));
}

function medianOfMix(name: string, measured: readonly Measured[]): Measured {
  const median = (figureOf: (each: Measured) => number | null) =>
    medianOf(measured.flatMap((each) => figureOf(each) ?? []));
  return {
    name,
    value: median(({ value }) => value),
    peer: median(({ peer }) => peer),
    ratio: median(({ ratio }) => ratio),
  };
}

/** What bots get wrong most often, at once: an empty text, a null, a key that Slack does not know, a text that is too long. */
function timeRepairOfBroken(): Result[] {
  const broken = {
    ...deployNotice,
    blocks: [
      ...deployNotice.blocks,
      { type: "section", block_id: null, text: { type: "mrkdwn", text: "" } },
      { type: "section", text: { type: "mrkdwn", text: "Rolled out without a hitch. ".repeat(120) }, disabled: true },
    ],
  };
  const contest = { name: "repair a deploy notice with four faults", subject: () => repair(broken) };
  return measure([contest], timing).map((each) => toResult("us", each));
}

function timeHostile(): Result[] {
  const contests = createHostilePayloads().map(({ title, payload, hasPeer }) => {
    const subject = () => validate(payload);
    if (!hasPeer) return { name: `validate 5 MB ${title}`, subject };
    return { name: `validate 5 MB ${title}, beside JSON.stringify`, subject, peer: () => JSON.stringify(payload) };
  });
  return measure(contests, hostileTiming).map((each) => toResult("ms", each));
}

async function weighLibrary(): Promise<Result> {
  const entryFile = fileURLToPath(import.meta.resolve("@allclear/block-kit"));
  const value = await measureBundleSize(entryFile);
  return { name: "the library, minified and gzipped", value, unit: "bytes", peer: null, ratio: null };
}
