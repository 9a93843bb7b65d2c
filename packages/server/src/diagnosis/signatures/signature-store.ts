/** Texts that were seen, and the signatures that they were found to have. */

import type { Redact } from "../../domain/redact.ts";
import { cutUserText } from "../mask-text.ts";
import type { LogEntry } from "../triage/log-entry.ts";
import { messageOf } from "./entry-message.ts";
import { applyMasks, type Mask } from "./masks.ts";
import { type Form, settleForms } from "./settle-forms.ts";
import type { LogSignature, SignatureReport } from "./signature-report.ts";
import { createSignatureTable, type Signature } from "./signature-table.ts";
import { splitWords } from "./split-words.ts";
import { countEntry, levelOf, startTally, type Tally } from "./tally.ts";

export interface StoreOptions {
  readonly masks: readonly Mask[];
  readonly redact: Redact;
  readonly hash: (text: string) => string;
  /** A log of a time when all was well is read first. */
  readonly hasBaseline: boolean;
}

export interface StoreLimits {
  /** So many different texts are held until their templates are settled. */
  readonly forms: number;
  /** Signatures that are kept; of more, those that were not seen for longest are forgotten. */
  readonly signatures: number;
}

export interface SignatureStore {
  /** Answers the number of the entry's text, from 1. Numbers begin anew once they are settled. */
  count(entry: LogEntry, raw?: string): number;
  countBaseline(entry: LogEntry, raw?: string): void;
  /** The number of an empty text. */
  blank(): number;
  isFull(): boolean;
  /** Ids of signatures, by number. */
  settle(): readonly string[];
  report(): Omit<SignatureReport, "lines">;
}

interface SeenForm extends Form {
  readonly number: number;
  readonly tally: Tally;
  readonly known: Signature | undefined;
}

/** Texts that are longer seldom come again. */
const LONGEST_SHAPE = 300;
/** The name of a host keeps its digits in what stands for it. */
const DIGIT = /\d/;

export function createSignatureStore(options: StoreOptions, limits: StoreLimits): SignatureStore {
  const { masks, redact, hash } = options;
  const table = createSignatureTable(hash, limits.signatures);
  const isByShape = !masks.some(({ tellsDigits }) => tellsDigits === true);
  const shapes = new Map<string, SeenForm>();
  let forms = new Map<string, SeenForm>();
  let match = table.settle();

  /** Texts that differ in their digits only are masked alike. */
  function formOf(message: string): SeenForm {
    if (!isByShape || message.length > LONGEST_SHAPE) return maskedFormOf(message);
    const shape = message.replace(/[1-9]/g, "0");
    const known = shapes.get(shape);
    if (known !== undefined) return known;
    const form = maskedFormOf(message);
    if (shapes.size >= limits.forms) shapes.clear();
    if (!form.words.some((word) => DIGIT.test(word))) shapes.set(shape, form);
    return form;
  }

  function maskedFormOf(message: string): SeenForm {
    const masked = applyMasks(message, masks);
    const seen = forms.get(masked);
    if (seen !== undefined) return seen;
    // A credential is told by its shape, which the masks take away.
    const clean = redact(message);
    const words = splitWords(clean === message ? masked : applyMasks(clean, masks));
    const tally = startTally();
    const form = { ...words, number: forms.size + 1, tally, known: match(words) };
    forms.set(masked, form);
    return form;
  }

  function settle(): readonly string[] {
    const found = new Map<SeenForm, Signature>();
    const fresh = [...forms.values()].filter(({ known }) => known === undefined);
    for (const template of settleForms(fresh)) {
      const signature = table.enter(template);
      for (const form of template.members) found.set(form, signature);
    }
    const settled = [...forms.values()].map((form) => {
      const signature = form.known ?? found.get(form);
      if (signature === undefined) return "";
      table.add(signature, form.tally);
      return signature.id;
    });
    match = table.settle();
    forms = new Map();
    shapes.clear();
    return settled;
  }

  return {
    count: (entry, raw) => {
      const { number, tally } = formOf(messageOf(entry, raw));
      countEntry(tally, entry);
      return number;
    },
    countBaseline: (entry, raw) => {
      formOf(messageOf(entry, raw)).tally.baseline += 1;
    },
    blank: () => formOf("").number,
    isFull: () => forms.size >= limits.forms,
    settle,
    report: () => ({
      signatures: table
        .all()
        .filter(({ tally }) => tally.count > 0)
        .map((signature) => toReport(signature, options))
        .sort((one, another) => another.count - one.count || one.firstLine - another.firstLine),
      other: table.forgotten(),
    }),
  };
}

function toReport({ id, template, tally }: Signature, options: StoreOptions): LogSignature {
  const { count, first, last, firstLine, lastLine, samples, baseline } = tally;
  return {
    id,
    template: cutUserText(template),
    count,
    level: levelOf(tally),
    first,
    last,
    firstLine,
    lastLine,
    samples: samples.map((sample) => writeSample(sample, options)),
    isNew: options.hasBaseline ? baseline === 0 : null,
  };
}

/** As it was written, but for credentials and what people may have said. */
function writeSample(sample: string, { redact, masks }: StoreOptions): string {
  const quotes = masks.filter(({ name }) => name === "quoted");
  return cutUserText(applyMasks(redact(sample), quotes));
}
