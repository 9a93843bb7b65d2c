import { readFile } from "node:fs/promises";

export interface Note {
  readonly date: string;
  readonly author: string;
  readonly text: string;
}

export interface Company {
  readonly name: string;
  readonly industry: string;
  readonly city: string;
  readonly owner: string;
  readonly stage: string;
  readonly notes: readonly Note[];
}

const dataFile = new URL("../data/companies.json", import.meta.url);

export async function loadCompanies(): Promise<readonly Company[]> {
  return JSON.parse(await readFile(dataFile, "utf8")) as Company[];
}

export function findCompany(companies: readonly Company[], name: string): Company | undefined {
  const wanted = name.trim().toLowerCase();
  return companies.find((company) => company.name.toLowerCase() === wanted);
}
