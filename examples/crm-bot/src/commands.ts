import { loadCompanies } from "./companies.ts";
import type { Features } from "./config.ts";
import { legacyNotes, newNotes } from "./notes.ts";
import { improvedSearch, legacySearch, type Reply } from "./search.ts";

export interface Command {
  readonly name: "help" | "search" | "notes" | "unknown";
  readonly query: string;
}

const helpText = [
  "Here is what I can do:",
  "• `help` shows this",
  "• `search COMPANY` finds companies",
  "• `notes COMPANY` shows what we know about a company",
].join("\n");

/** Reads a mention such as `<@U123> search Acme`. */
export function parseCommand(text: string): Command {
  const [word = "", ...rest] = text
    .replace(/<@[^>]+>/g, " ")
    .trim()
    .split(/\s+/);
  const query = rest.join(" ");
  const name = word.toLowerCase();
  if (name === "help" || name === "") return { name: "help", query: "" };
  if ((name === "search" || name === "notes") && query !== "") return { name, query };
  return { name: "unknown", query: "" };
}

export async function answerCommand(command: Command, features: Features): Promise<Reply> {
  switch (command.name) {
    case "help":
      return { text: helpText };
    case "search": {
      const companies = await loadCompanies();
      return features.improvedSearch
        ? improvedSearch(companies, command.query)
        : legacySearch(companies, command.query);
    }
    case "notes": {
      const companies = await loadCompanies();
      return features.newNotes ? newNotes(companies, command.query) : legacyNotes(companies, command.query);
    }
    case "unknown":
      return { text: "Sorry, I did not get that. Try `help`." };
  }
}
