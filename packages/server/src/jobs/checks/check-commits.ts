import type { CommitFact, FileChange } from "../../domain/evidence.ts";
import { writeInstant } from "../../domain/instant.ts";
import { toBody } from "../../operations/storable-text.ts";
import type { Body } from "../../ports/incident-store.ts";
import type { ListedCommit } from "../../ports/repository.ts";
import { answer, type Check, type CheckTask } from "./check.ts";

/** As the playbook's `git log --oneline -n 5` ("Quick Checks"). */
const COMMITS = 5;
/** Ours: enough for any change that a person wrote, and an incident still fits into an answer. */
const MOST_FILES = 100;
const MOST_HUNKS = 500;
/** What nobody wrote here goes last, so that it is what is cut. */
const FOREIGN = /(?:^|\/)(?:node_modules|vendor|third_party|dist|build)\//;

/** What changed in the code? Interesting when a commit is younger than the last day. */
export const checkCommits: Check = async (task) => {
  const { branch } = task.bot.bot;
  const commits = await task.bot.repository.listCommits({ branch, limit: COMMITS, signal: task.signal });
  const [newest] = commits;
  const listed = commits.map((commit) => keepDiff(commit, task));
  const bounded = listed.map(({ fact }) => bound(fact));
  const dayBefore = task.incident.openedAt - 86_400_000;
  const summary =
    newest === undefined
      ? `There are no commits on ${branch}.`
      : `The newest of the last ${commits.length} commits on ${branch} is ${newest.id.slice(0, 7)} "${newest.summary}" by ${newest.author}, ${writeInstant(newest.at)}.`;
  const cut = bounded.flatMap(({ cut: says }) => says ?? []);
  const answered = answer(task, newest !== undefined && newest.at > dayBefore, [
    {
      source: "repository",
      query: `the last ${COMMITS} commits of ${branch}`,
      ...(newest === undefined ? {} : { eventAt: newest.at }),
      summary: [summary, ...cut].join(" "),
      facts: { kind: "commits", branch, commits: bounded.map(({ commit }) => commit) },
    },
  ]);
  return { ...answered, bodies: [...answered.bodies, ...listed.flatMap(({ body }) => body ?? [])] };
};

interface Kept {
  readonly fact: CommitFact;
  readonly body?: Body;
}

/** Code is a delicate text: the event holds its digest, so that what nobody recognised as a secret can be erased. */
function keepDiff({ diff: { text, isCut }, ...commit }: ListedCommit, { world }: CheckTask): Kept {
  if (text === "") return { fact: commit };
  const body = toBody(text, world);
  return { fact: { ...commit, diff: { body: body.digest, isCut } }, body };
}

interface Bounded {
  readonly commit: CommitFact;
  /** What was left out, if anything. */
  readonly cut?: string;
}

function bound(commit: CommitFact): Bounded {
  const ownFirst = [...commit.files].sort((one, other) => Number(isForeign(one)) - Number(isForeign(other)));
  let hunks = 0;
  const files = ownFirst.slice(0, MOST_FILES).filter((file) => {
    hunks += file.hunks.length;
    return hunks <= MOST_HUNKS;
  });
  if (files.length === commit.files.length) return { commit };
  const cut = `Of the ${commit.files.length} files of ${commit.id.slice(0, 7)} only ${files.length} are kept here.`;
  return { commit: { ...commit, files, cut: true }, cut };
}

function isForeign({ path }: FileChange): boolean {
  return FOREIGN.test(path);
}
