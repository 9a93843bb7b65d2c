import type { CommitStep } from "../demo/fault-schema.ts";

/** A change that breaks the bot, another one for every path: its error was never logged before. */
export function badCommit(path: number): CommitStep {
  return {
    author: path % 2 === 0 ? "Ana" : "Chloé",
    push: true,
    ...(path % 2 === 0 ? everyMention : notesOnly)(nameOf(path)),
  };
}

type Change = Pick<CommitStep, "message" | "changes">;

function notesOnly(name: string): Change {
  return {
    message: `Show until when the next step of a deal is due (${name})`,
    changes: [
      {
        path: "src/notes.ts",
        find: '...lines].join("\\n") };',
        replace: `next.due${name}, ...lines].join("\\n") };`,
      },
      {
        path: "src/notes.ts",
        find: "  const lines = company.notes.map",
        replace: [
          `  const { next } = company as unknown as { readonly next: { readonly due${name}: string } };`,
          "  const lines = company.notes.map",
        ].join("\n"),
      },
    ],
  };
}

function everyMention(name: string): Change {
  return {
    message: `Let people quote company names (${name})`,
    changes: [
      {
        path: "src/commands.ts",
        find: '  const query = rest.join(" ");',
        replace: [
          `  const quoted = /^"(.*)"$/.exec(rest.join(" ")) as unknown as { readonly start${name}: number };`,
          `  const query = rest.join(" ").slice(quoted.start${name});`,
        ].join("\n"),
      },
    ],
  };
}

/** `A`, `B`, … `Z`, `Ba`, `Bb`: letters alone, since digits in an error are taken for what differs each time. */
function nameOf(path: number): string {
  const letters = [...path.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join("");
  return letters.charAt(0).toUpperCase() + letters.slice(1);
}
