import type { RecordedEvent } from "./events.ts";
import type { ReviewFacts } from "./review-facts.ts";

/** One thing learnt; each is shown by events. */
export interface Lesson {
  readonly part: "went-well" | "to-improve" | "action";
  readonly says: string;
  readonly shownBy: readonly RecordedEvent[];
}

/** From what really happened to what is learnt from it. */
export type LessonRule = (facts: ReviewFacts) => readonly Lesson[];

export function wentWell(says: string, ...shownBy: readonly RecordedEvent[]): Lesson {
  return { part: "went-well", says, shownBy };
}

export function toImprove(says: string, ...shownBy: readonly RecordedEvent[]): Lesson {
  return { part: "to-improve", says, shownBy };
}

export function action(says: string, ...shownBy: readonly RecordedEvent[]): Lesson {
  return { part: "action", says, shownBy };
}
