import { z } from "zod";
import { addNote } from "../domain/add-note.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";

export const addNoteOperation = defineOperation({
  kind: "command",
  name: "add-note",
  summary: "Put an observation on the timeline",
  authority: "respond",
  agents: { tool: "record" },
  input: z.object({ incidentId, text: z.string().trim().min(1).max(10_000).describe("The observation") }),
  texts: ({ text }) => ({ text }),
  decide: (incident, _input, { digests }) => addNote(incident, { body: digests.text ?? "" }),
});
