/** When a change began to work, and on which services. */

import { HOUR, type Instant, MINUTE } from "../../domain/instant.ts";
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
export function planEffects(changes: readonly Change[]): (change: Change) => Effect {
  const deploys = changes.filter(({ kind, at }) => kind === "deploy" && at !== undefined).sort(byTime);
  const deploysByCommit = new Map(
    changes.filter(({ kind }) => kind !== "deploy").map((change) => [change, deploysOf(change, deploys)]),
  );
  const brought = Map.groupBy(deploysByCommit.keys(), (commit) => deploysByCommit.get(commit)?.[0]?.id ?? "");
  return (change) => {
    if (change.kind === "deploy") return effectOfDeploy(change, brought.get(change.id) ?? []);
    return effectOf(change, deploysByCommit.get(change) ?? []);
  };
}

function effectOf(change: Change, deploys: readonly Change[]): Effect {
  const [first] = deploys;
  const services = [...new Set([change.service, ...deploys.map(({ service }) => service)])].filter(
    (name) => name !== undefined,
  );
  if (first?.at !== undefined) {
    return { at: first.at, services, says: `deployed with ${first.id}`, linked: deploys.map(({ id }) => id) };
  }
  return { ...(change.at === undefined ? {} : { at: change.at }), services, says: "made", linked: [] };
}

function effectOfDeploy(deploy: Change, commits: readonly Change[]): Effect {
  return {
    ...(deploy.at === undefined ? {} : { at: deploy.at }),
    services: deploy.service === undefined ? [] : [deploy.service],
    says: "deployed",
    linked: commits.map(({ id }) => id),
  };
}

/** Processes read their settings when they start. */
const APPLIED_WITHIN = 15 * MINUTE;

/** Earliest first: those that name the commit, else the next of its service. */
function deploysOf(change: Change, deploys: readonly Change[]): readonly Change[] {
  if (change.kind === "flag") return [];
  return change.kind === "commit"
    ? deploysOfCommit(change, deploys)
    : deploys.filter((deploy) => applies(deploy, change)).slice(0, 1);
}

/** A deployment of nothing new is there for a setting that was changed just before. */
function applies({ at, service, commits }: Change, change: Change): boolean {
  if (at === undefined || change.at === undefined || service === undefined || service !== change.service) return false;
  return commits.length === 0 && at >= change.at && at - change.at <= APPLIED_WITHIN;
}

function deploysOfCommit(commit: Change, deploys: readonly Change[]): readonly Change[] {
  const named = deploys.filter((deploy) => brings(deploy, commit.id));
  if (named.length > 0) return named;
  const next = deploys.find((deploy) => isNextOf(deploy, commit));
  return next === undefined ? [] : [next];
}

function brings({ commits, id, summary }: Change, commit: string): boolean {
  if (commits.some((one) => sameCommit(one, commit))) return true;
  return commits.length === 0 && /^[0-9a-f]{7,40}$/.test(commit) && `${id} ${summary}`.includes(commit.slice(0, 7));
}

/** A deployment brings what was committed to its service before it, unless it lists what it brings. */
function isNextOf(deploy: Change, commit: Change): boolean {
  if (deploy.commits.length > 1 || commit.at === undefined || (deploy.at ?? 0) < commit.at) return false;
  // What lies longer than a day before a deployment of another commit came with one that nobody told of.
  if (deploy.commits.length > 0 && (deploy.at ?? 0) - commit.at > 24 * HOUR) return false;
  if (deploy.service === undefined) return commit.service === undefined;
  if (commit.service !== undefined) return deploy.service === commit.service;
  const { service } = deploy;
  return commit.files.some((file) => file.split("/").slice(0, -1).includes(service));
}

function sameCommit(one: string, other: string): boolean {
  const least = Math.min(one.length, other.length);
  return one === other || (least >= 7 && one.slice(0, least) === other.slice(0, least));
}

function byTime(one: Change, other: Change): number {
  return (one.at ?? 0) - (other.at ?? 0) || (one.id < other.id ? -1 : 1);
}
