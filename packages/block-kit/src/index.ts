export { explain } from "./explain.ts";
export type {
  Change,
  Problem,
  Profile,
  Repaired,
  RepairOptions,
  Surface,
  ValidateOptions,
  Verdict,
} from "./problem.ts";
export { playbook } from "./profile.ts";
export { repair } from "./repair.ts";
export { toText } from "./text/to-text.ts";
export { validate } from "./validate.ts";
