/** What went well, what could be improved and what to do about it. */

import { repairLessons } from "./repair-lessons.ts";
import { responseLessons } from "./response-lessons.ts";
import type { ReviewFacts } from "./review-facts.ts";
import type { Lesson } from "./review-lesson.ts";

export function lessonsOf(facts: ReviewFacts): readonly Lesson[] {
  return [...responseLessons, ...repairLessons].flatMap((rule) => rule(facts));
}
