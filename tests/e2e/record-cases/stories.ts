import { storiesOfCalm } from "./stories-of-calm.ts";
import { storiesOfCommits } from "./stories-of-commits.ts";
import { storiesOfSettings } from "./stories-of-settings.ts";
import { storiesOfTheWorld } from "./stories-of-the-world.ts";
import type { Story } from "./story.ts";

/** Every case of examples/cases, in the order of their dates. */
export const stories: readonly Story[] = [
  ...storiesOfCommits,
  ...storiesOfSettings,
  ...storiesOfTheWorld,
  ...storiesOfCalm,
];
