import { stripVTControlCharacters, styleText } from "node:util";
import type { FaultResult, Happening, Tell } from "./happening.ts";
import { describeEntry, type Line } from "./story-lines.ts";
import { summaryTable } from "./summary-table.ts";
import { wrap } from "./wrap.ts";

export interface StoryOptions {
  readonly output: NodeJS.WriteStream;
  /** Milliseconds of a clock that only goes on. */
  readonly now: () => number;
}

type Style = Parameters<typeof styleText>[0];

const indent = " ".repeat(10);
const longestDiff = 60;
const usualColumns = 120;

/** The run as a person reads it: seconds since the fault's run began, plain words; colours on a terminal alone. */
export function reportStory({ output, now }: StoryOptions): Tell {
  let beganAt = now();
  const paint = (style: Style, text: string) => styleText(style, text, { stream: output });
  const print = (text: string) => output.write(`${text}\n`);
  const columns = () => output.columns ?? usualColumns;
  const detail = (text: string, style?: Style, from = indent) => {
    const [first = "", ...rest] = wrap(text, columns() - indent.length);
    const dress = (line: string) => (style === undefined ? line : paint(style, line));
    print([`${from}${dress(first)}`, ...rest.map((line) => `${indent}${dress(line)}`)].join("\n"));
  };
  const timed = (text: string, style?: Style) => {
    const seconds = `${((now() - beganAt) / 1_000).toFixed(1)} s`.padStart(indent.length - 2);
    detail(text, style, `${paint("dim", seconds)}  `);
  };
  const block = (lines: readonly Line[]) => {
    for (const { text, isHead, style } of lines) {
      if (isHead) timed(text, style);
      else detail(text, style);
    }
  };

  return (happening: Happening) => {
    switch (happening.kind) {
      case "fault-begins":
        beganAt = now();
        print(`\n${paint("bold", happening.fault.title)}  ${paint("dim", happening.fault.name)}`);
        return;
      case "progress":
        return timed(happening.text, "dim");
      case "milestone":
        if (happening.milestone.milestone === "fault-injected") timed("the fault begins", "yellow");
        return;
      case "timeline":
        return block(describeEntry(happening.entry, happening.before));
      case "message":
        timed(`${happening.channel}  ${happening.author}`, "cyan");
        for (const line of wrap(happening.text, columns() - indent.length - 2)) detail(`│ ${line}`);
        return;
      case "diff":
        timed(happening.title);
        for (const line of shorten(happening.diff)) print(`${indent}${paint(styleOfDiff(line), line)}`);
        return;
      case "fault-ends":
        return endOf(happening.result, { timed, detail });
      case "run-ends":
        print(`\n${summaryTable(happening.results, paint)}`);
    }
  };
}

interface Print {
  readonly timed: (text: string, style?: Style) => void;
  readonly detail: (text: string, style?: Style) => void;
}

function endOf({ differences, review, outputFolder }: FaultResult, { timed, detail }: Print): void {
  if (differences.length === 0)
    timed("ended as its file expects; no secret and no name of the fault was told", "green");
  else timed("did not end as its file expects", "red");
  for (const difference of differences) detail(difference, "red");
  detail(review === undefined ? `record: ${outputFolder}` : `review: ${review}`);
}

function shorten(diff: string): readonly string[] {
  const lines = stripVTControlCharacters(diff).trimEnd().split("\n");
  if (lines.length <= longestDiff) return lines;
  return [...lines.slice(0, longestDiff), `… ${lines.length - longestDiff} more lines`];
}

function styleOfDiff(line: string): Style {
  if (line.startsWith("+++") || line.startsWith("---")) return "bold";
  if (line.startsWith("+")) return "green";
  return line.startsWith("-") ? "red" : "reset";
}
