import { createSlackControl } from "./create-slack-control.ts";
import { type SlackControl, type SlackVerbs, slackVerbNames } from "./slack-control.ts";

/**
 * The control of a simulator that runs in another process.
 * Every verb rejects when the simulator is not reached or refuses; the message holds the simulator's reason.
 */
export function connectSlackSimulator(url: string): SlackControl {
  const base = url.replace(/\/+$/, "");
  const verbs = Object.fromEntries(
    slackVerbNames.map((name) => [name, (input: unknown) => callVerb(base, name, input)]),
  );
  // The server answers each verb with the type that SlackVerbs states; both are made from one list of names.
  return createSlackControl(base, verbs as unknown as SlackVerbs);
}

async function callVerb(base: string, name: string, input: unknown): Promise<unknown> {
  const response = await fetch(`${base}/_control/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const reply = (await response.json()) as { value?: unknown; error?: string };
  if (!response.ok) {
    throw new Error(`The Slack simulator refused ${name}: ${reply.error ?? response.status}`);
  }
  return reply.value;
}
