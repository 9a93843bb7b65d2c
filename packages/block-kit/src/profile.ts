import type { Profile } from "./problem.ts";

/** The limits of the incident response playbook, pattern 3: texts of 2,958 characters, 20 blocks, button values of 2,000. */
export const playbook: Profile = {
  name: "playbook",
  limits: {
    "text.max_length": 2958,
    "message.blocks.max_items": 20,
    "button.value.max_length": 2000,
  },
};
