import { expect, test } from "vitest";
import { readLogs, redact, write } from "../diagnosis/case/fixtures/incident.ts";
import { STORIES } from "../diagnosis/case/fixtures/stories.ts";
import { writeCaseReport } from "../diagnosis/case/write-case-report.ts";
import { type CaseWorld, gradeFolders, investigateFolder, writeGrading } from "./investigate-folder.ts";

const folders = new Map(STORIES.map((story, index) => [`case-${index}`, story]));

const world: CaseWorld = {
  readFolder: (folder) => {
    const story = folders.get(folder);
    return Promise.resolve(story === undefined ? undefined : { files: write(story), unread: [] });
  },
  readKey: (folder) => {
    const story = folders.get(folder);
    return Promise.resolve(
      story === undefined ? undefined : JSON.stringify({ cause: { kind: "commit", id: story.cause } }),
    );
  },
  readLogs,
  redact,
};

test("a folder that is not there, or whose parts are broken, is named with what is wrong", async () => {
  const broken: CaseWorld = {
    ...world,
    readFolder: () =>
      Promise.resolve({
        files: new Map([
          ["case.json", "{}"],
          ["changes.json", "{"],
          ["metrics.csv", "time,value\n1,2"],
        ]),
        unread: [],
      }),
  };

  expect(await investigateFolder("gone", world)).toEqual({ ok: false, problems: ["gone: there is no such folder"] });
  expect(await investigateFolder("here", broken)).toEqual({
    ok: false,
    problems: [
      "here/case.json: id is missing",
      "here/changes.json: it is not JSON",
      "here/metrics.csv: its first line does not name metric",
    ],
  });
});

test("the report of a verdict fits on a screen and names cause, evidence and the next probe", async () => {
  const investigation = await investigateFolder("case-0", world);

  const report = investigation.ok ? writeCaseReport(investigation.answer) : "";

  expect(report).toMatch(/^CONFIRMED: commit a1a1a1a/);
  expect(report).toContain("change-a1a1a1a");
  expect(report).toContain("RULED OUT");
  expect(report).toContain("NEXT PROBE: Revert a1a1a1a");
  expect(report.split("\n").length).toBeLessThanOrEqual(50);
});

test("grading compares with the key, and shows what guessing would have got", async () => {
  const { cases, problems } = await gradeFolders([...folders.keys(), "gone"], world);

  expect(cases.filter(({ first }) => first)).toHaveLength(folders.size);
  expect(cases.filter(({ latest }) => latest).length).toBeLessThan(folders.size / 2);
  expect(cases.filter(({ similar }) => similar).length).toBeLessThan(folders.size);
  expect(problems).toEqual(["gone: there is no such folder"]);
  expect(writeGrading({ cases, problems })).toContain(`cause first ${folders.size}/${folders.size}`);
});
