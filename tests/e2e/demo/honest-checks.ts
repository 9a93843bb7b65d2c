import { readFile } from "node:fs/promises";
import { channelNames } from "./slack-workspace.ts";
import type { World } from "./start-world.ts";

export interface HonestCheckOptions {
  readonly world: World;
  /** Besides those of the world. */
  readonly secrets: readonly string[];
  /** Words that nobody but the demo may know. */
  readonly faultNames: readonly string[];
}

/** What a client can see must hold no secret and no fault's name, and the past must be unchanged. A sentence for each breach. */
export async function checkHonesty(options: HonestCheckOptions): Promise<readonly string[]> {
  const { world, faultNames } = options;
  const secrets = [
    ...Object.entries(world.secrets),
    ...options.secrets.map((secret) => ["a new token", secret] as const),
  ];
  const { places, problems } = await readPlaces(world);
  const leaks = places.flatMap(({ name, content }) => [
    ...secrets.filter(([, secret]) => content.includes(secret)).map(([what]) => `${name} holds ${what}`),
    ...faultNames.filter((word) => content.includes(word)).map((word) => `${name} holds the fault's name ${word}`),
  ]);
  return [...problems, ...leaks];
}

interface Place {
  readonly name: string;
  readonly content: string;
}

async function readPlaces({ viewer, slack, serverLog }: World) {
  const places: Place[] = [{ name: "the server's log", content: await readFile(serverLog, "utf8") }];
  const problems: string[] = [];
  const incidents = await viewer.listIncidents();
  if (incidents.length > 1) problems.push(`one fault opened ${incidents.length} incidents`);
  for (const { incidentId } of incidents) {
    const timeline = await viewer.showTimeline(incidentId, 0);
    if (!timeline.chain.ok) problems.push(`the chain of ${incidentId} does not hold`);
    places.push({ name: `the timeline of ${incidentId}`, content: JSON.stringify(timeline) });
    places.push({ name: `the incident ${incidentId}`, content: JSON.stringify(await viewer.showIncident(incidentId)) });
    if (timeline.events.some(({ type }) => type === "review-written")) {
      places.push({ name: `the review of ${incidentId}`, content: await viewer.showReview(incidentId) });
    }
  }
  for (const channel of ["users", "team"] as const) {
    const messages = await slack.control.messages(slack.names.channels[channel]);
    places.push({ name: `the channel #${channelNames[channel]}`, content: JSON.stringify(messages) });
  }
  return { places, problems };
}
