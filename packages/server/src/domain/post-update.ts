import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import { teamUpdate, usersUpdate } from "./draft-update.ts";
import type { Incident } from "./incident.ts";
import type { Update } from "./update.ts";

export interface PostUpdate {
  readonly audience: Update["audience"];
  /** The description alone: for the team, the status goes before it. */
  readonly text: string;
}

/** An update in a person's own words. It counts for the cadence like any other. */
export function postUpdate(incident: Incident, { audience, text }: PostUpdate, { rules }: Moment): Decision {
  if (audience === "team") return decide(teamUpdate(incident, rules, text));
  if (incident.drill) return refuse("is-a-drill", "Users are told nothing of a drill; tell the team.");
  return decide(usersUpdate(incident, text));
}
