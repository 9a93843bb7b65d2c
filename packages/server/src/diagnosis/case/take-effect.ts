/** When a change began to work, and on which services. */

import type { Instant } from "../../domain/instant.ts";
import type { Change } from "./case.ts";

export interface Effect {
  readonly at?: Instant;
  /** Empty where nothing says which. */
  readonly services: readonly string[];
  readonly says: string;
  /** The commits that this deployment brought, or the deployments that brought this commit. */
  readonly linked: readonly string[];
}

/** A commit works from the first deployment that holds it; everything else from its own time. */
export function findEffect(change: Change, changes: readonly Change[]): Effect {
  if (change.kind === "deploy") return effectOfDeploy(change, changes);
  const deploys = change.kind === "commit" ? deploysOf(change, changes) : [];
  const [first] = deploys;
  const services = [...new Set([change.service, ...deploys.map(({ service }) => service)])].filter(
    (name) => name !== undefined,
  );
  if (first?.at !== undefined) {
    return { at: first.at, services, says: `deployed with ${first.id}`, linked: deploys.map(({ id }) => id) };
  }
  return { ...(change.at === undefined ? {} : { at: change.at }), services, says: "made", linked: [] };
}

function effectOfDeploy(deploy: Change, changes: readonly Change[]): Effect {
  const commits = changes.filter(
    (change) => change.kind === "commit" && deploysOf(change, changes)[0]?.id === deploy.id,
  );
  return {
    ...(deploy.at === undefined ? {} : { at: deploy.at }),
    services: deploy.service === undefined ? [] : [deploy.service],
    says: "deployed",
    linked: commits.map(({ id }) => id),
  };
}

/** Earliest first: those that name the commit, else the next of its service. */
function deploysOf(commit: Change, changes: readonly Change[]): readonly Change[] {
  const deploys = changes.filter(({ kind, at }) => kind === "deploy" && at !== undefined).sort(byTime);
  const named = deploys.filter((deploy) => deploy.commit !== undefined && sameCommit(deploy.commit, commit.id));
  if (named.length > 0) return named;
  const next = deploys.find((deploy) => isNextOf(deploy, commit));
  return next === undefined ? [] : [next];
}

/** A deployment brings what was committed to its service before it. */
function isNextOf(deploy: Change, commit: Change): boolean {
  if (commit.at === undefined || (deploy.at ?? 0) < commit.at) return false;
  return commit.service !== undefined && deploy.service === commit.service;
}

function sameCommit(one: string, other: string): boolean {
  const least = Math.min(one.length, other.length);
  return one === other || (least >= 7 && one.slice(0, least) === other.slice(0, least));
}

function byTime(one: Change, other: Change): number {
  return (one.at ?? 0) - (other.at ?? 0) || (one.id < other.id ? -1 : 1);
}
