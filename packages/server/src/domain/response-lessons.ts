/** Lessons about noticing, responding and telling. */

import { writeDuration } from "./instant.ts";
import { entriesOf } from "./review-facts.ts";
import { action, type LessonRule, toImprove, wentWell } from "./review-lesson.ts";
import type { Signal } from "./signal.ts";

const NOTICED_BY: Readonly<Record<Exclude<Signal["kind"], "report">, string>> = {
  "scenario-failed": "A scenario",
  "error-signature": "The watch over the log",
};

const detected: LessonRule = ({ opened }) => {
  const { signal } = opened.event;
  if (signal.kind === "report") {
    return [
      toImprove("A person reported the failure before anything noticed it", opened),
      action(`Add a scenario or an alert that notices this: ${signal.summary}`, opened),
    ];
  }
  const after = writeDuration(Math.max(0, opened.at - signal.at));
  return [
    wentWell(`${NOTICED_BY[signal.kind]} noticed it ${after} after it happened, before any person reported it`, opened),
  ];
};

const acknowledged: LessonRule = ({ timeline, opened, acknowledged: first, last }) => {
  const late = entriesOf(timeline, "escalated").filter(({ event }) => event.reason === "not-acknowledged");
  if (first === undefined) return [toImprove("Nobody acknowledged the incident", ...late, last)];
  const says = `${first.actor.name} acknowledged it after ${writeDuration(first.at - opened.at)}`;
  if (late.length === 0) return [wentWell(`${says}, within the time to respond`, first)];
  return [
    toImprove(`${says}; the time to respond was over`, ...late, first),
    action("Make sure that somebody who is on call gets the page", ...late),
  ];
};

const updatesTold: LessonRule = ({ timeline }) => {
  const requested = entriesOf(timeline, "update-requested");
  const posted = entriesOf(timeline, "update-posted");
  const missed = entriesOf(timeline, "update-missed");
  const notTold = entriesOf(timeline, "update-not-told");
  if (missed.length > 0) {
    return [
      toImprove(`${missed.length} of ${requested.length} updates were not delivered in time`, ...missed),
      action("Make the way by which updates are posted reliable", ...missed, ...notTold),
    ];
  }
  if (posted.length === 0) return [];
  return [wentWell(`${countOf(posted, "update was", "updates were")} posted, each in time`, ...posted)];
};

const pagesDelivered: LessonRule = ({ timeline }) => {
  const delivered = new Set(entriesOf(timeline, "page-delivered").map(({ event }) => event.pageId));
  const failed = entriesOf(timeline, "page-failed").filter(({ event }) => !delivered.has(event.pageId));
  if (failed.length === 0) return [];
  const pages = new Set(failed.map(({ event }) => event.pageId));
  return [
    toImprove(`${countOf([...pages], "page", "pages")} reached nobody`, ...failed),
    action("Give pages a second way to whoever is on call", ...failed),
  ];
};

function countOf(items: readonly unknown[], one: string, many: string): string {
  return items.length === 1 ? `1 ${one}` : `${items.length} ${many}`;
}

export const responseLessons: readonly LessonRule[] = [detected, acknowledged, updatesTold, pagesDelivered];
