import type { Ask } from "./assistant.ts";
import { type Company, loadCompanies } from "./companies.ts";
import type { Features } from "./config.ts";
import { legacyNotes, newNotes } from "./notes.ts";
import { improvedSearch, legacySearch, type Reply } from "./search.ts";

export interface Command {
  readonly name: "help" | "search" | "notes" | "ask" | "unknown";
  readonly query: string;
}

export interface Sources {
  readonly loadCompanies: () => Promise<readonly Company[]>;
  /** Missing where no model is set up. */
  readonly ask?: Ask | undefined;
}

const helpText = [
  "Here is what I can do:",
  "• `help` shows this",
  "• `search COMPANY` finds companies",
  "• `notes COMPANY` shows what we know about a company",
  "• `ask QUESTION` answers from all of it",
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
  if ((name === "search" || name === "notes" || name === "ask") && query !== "") return { name, query };
  return { name: "unknown", query: "" };
}

export async function answerCommand(
  command: Command,
  features: Features,
  sources: Sources = { loadCompanies },
): Promise<Reply> {
  switch (command.name) {
    case "help":
      return { text: helpText };
    case "search": {
      const companies = await sources.loadCompanies();
      return features.improvedSearch
        ? improvedSearch(companies, command.query)
        : legacySearch(companies, command.query);
    }
    case "notes": {
      const companies = await sources.loadCompanies();
      return features.newNotes ? newNotes(companies, command.query) : legacyNotes(companies, command.query);
    }
    case "ask": {
      if (sources.ask === undefined) return { text: "I have no model to ask. Try `search` or `notes`." };
      return { text: await sources.ask(command.query, await sources.loadCompanies()) };
    }
    case "unknown":
      return { text: "Sorry, I did not get that. Try `help`." };
  }
}
