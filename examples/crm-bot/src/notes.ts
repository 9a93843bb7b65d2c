import type { types } from "@slack/bolt";
import { type Company, findCompany } from "./companies.ts";
import type { Reply } from "./search.ts";

/** All notes as plain lines, oldest first. */
export function legacyNotes(companies: readonly Company[], query: string): Reply {
  const company = findCompany(companies, query);
  if (company === undefined) return { text: `I don't know a company called "${query}".` };
  if (company.notes.length === 0) return { text: `There are no notes about ${company.name} yet.` };
  const lines = company.notes.map((note) => `• ${note.date} ${note.author}: ${note.text}`);
  return { text: [`Notes about ${company.name}:`, ...lines].join("\n") };
}

const newestShown = 3;

/** The newest notes as blocks, with the state of the deal above them. */
export function newNotes(companies: readonly Company[], query: string): Reply {
  const company = findCompany(companies, query);
  if (company === undefined) return { text: `I don't know a company called "${query}".` };
  const newest = [...company.notes].sort((left, right) => right.date.localeCompare(left.date)).slice(0, newestShown);
  const summary = `Notes about ${company.name} (${company.stage}), newest first`;
  const sections = newest.map((note) => section(`*${note.date}* ${note.author}\n${note.text}`));
  const body = sections.length === 0 ? [section("_No notes yet._")] : sections;
  return { text: [summary, ...newest.map((note) => note.text)].join("\n"), blocks: [section(`*${summary}*`), ...body] };
}

function section(text: string): types.KnownBlock {
  return { type: "section", text: { type: "mrkdwn", text } };
}
