import Anthropic from "@anthropic-ai/sdk";
import type { Company } from "./companies.ts";

export interface AssistantConfig {
  readonly apiKey: string;
  readonly model: string;
  /** Another address of the Messages API. */
  readonly url: string | undefined;
}

/** Answers a question from what is known of the companies. */
export type Ask = (question: string, companies: readonly Company[]) => Promise<string>;

export function createAssistant({ apiKey, model, url }: AssistantConfig): Ask {
  const client = new Anthropic({
    apiKey,
    ...(url === undefined ? {} : { baseURL: url }),
    timeout: 20_000,
    maxRetries: 2,
  });
  return async (question, companies) => {
    const message = await client.messages.create({
      model,
      max_tokens: 500,
      system: "You answer questions of a sales team in two sentences, only from the companies that you are given.",
      messages: [{ role: "user", content: `${describe(companies)}\n\nQuestion: ${question}` }],
    });
    return message.content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
  };
}

export function describe(companies: readonly Company[]): string {
  return companies
    .map(({ name, industry, city, owner, stage, notes }) =>
      [
        `# ${name} (${industry}, ${city}), ${stage}, owner ${owner}`,
        ...notes.map(({ date, author, text }) => `${date} ${author}: ${text}`),
      ].join("\n"),
    )
    .join("\n\n");
}
