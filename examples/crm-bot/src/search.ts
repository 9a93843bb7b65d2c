import type { types } from "@slack/bolt";
import type { Company } from "./companies.ts";

export interface Reply {
  readonly text: string;
  readonly blocks?: types.KnownBlock[];
}

const shown = 5;

/** Companies whose name starts with what was asked for. */
export function legacySearch(companies: readonly Company[], query: string): Reply {
  const wanted = query.toLowerCase();
  const found = companies.filter((company) => company.name.toLowerCase().startsWith(wanted));
  if (found.length === 0) return { text: `No company found for "${query}".` };
  return { text: found.slice(0, shown).map(describe).join("\n") };
}

/** Looks at name, industry, city and owner, word by word, and puts the best match first. */
export function improvedSearch(companies: readonly Company[], query: string): Reply {
  const words = query.toLowerCase().split(/\s+/);
  const ranked = companies
    .map((company) => ({ company, score: score(company, words) }))
    .filter((match) => match.score > 0)
    .sort((left, right) => right.score - left.score);
  if (ranked.length === 0) return { text: `No company matches "${query}".` };
  const lines = ranked.slice(0, shown).map(({ company }, index) => `${index + 1}. ${describe(company)}`);
  return { text: [`Best matches for "${query}":`, ...lines].join("\n") };
}

function score(company: Company, words: readonly string[]): number {
  const name = company.name.toLowerCase();
  const rest = [company.industry, company.city, company.owner].join(" ").toLowerCase();
  const points = words.map((word) => {
    if (name === word) return 5;
    if (name.includes(word)) return 3;
    return rest.includes(word) ? 1 : 0;
  });
  return points.reduce<number>((sum, each) => sum + each, 0);
}

function describe(company: Company): string {
  return `*${company.name}* (${company.industry}, ${company.city}), ${company.stage}, owner ${company.owner}`;
}
