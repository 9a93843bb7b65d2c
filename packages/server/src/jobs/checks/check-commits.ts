import { writeInstant } from "../../domain/instant.ts";
import { answer, type Check } from "./check.ts";

/** As the playbook's `git log --oneline -n 5` ("Quick Checks"). */
const COMMITS = 5;

/** What changed in the code? Interesting when a commit is younger than the last day. */
export const checkCommits: Check = async (task) => {
  const { branch } = task.bot.bot;
  const commits = await task.bot.repository.listCommits({ branch, limit: COMMITS, signal: task.signal });
  const [newest] = commits;
  const dayBefore = task.incident.openedAt - 86_400_000;
  const summary =
    newest === undefined
      ? `There are no commits on ${branch}.`
      : `The newest of the last ${commits.length} commits on ${branch} is ${newest.id.slice(0, 7)} "${newest.summary}" by ${newest.author}, ${writeInstant(newest.at)}.`;
  return answer(task, newest !== undefined && newest.at > dayBefore, [
    {
      source: "repository",
      query: `the last ${COMMITS} commits of ${branch}`,
      ...(newest === undefined ? {} : { eventAt: newest.at }),
      summary,
      facts: { kind: "commits", branch, commits },
    },
  ]);
};
