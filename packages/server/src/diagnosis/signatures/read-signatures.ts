/** Every line of a log to the signature of its kind, in memory that does not grow with the log. */

import type { EntryReader } from "../triage/log-entry.ts";
import { createLinePairer, MOST_HELD, type PairedEntry } from "./pair-lines.ts";
import type { LineSignature, SignatureReport } from "./signature-report.ts";
import { createSignatureStore, type StoreLimits, type StoreOptions } from "./signature-store.ts";

export interface SignatureOptions extends StoreOptions {
  readonly readEntries: () => EntryReader;
  readonly limits?: SignatureLimits;
}

export interface SignatureLimits extends StoreLimits {
  /** After so many lines, or so many different texts, it is settled which templates they are written with. */
  readonly lines: number;
}

export interface SignatureReader {
  /** Lines of the baseline, all before the first of the log itself. */
  takeBaseline(line: string): void;
  take(line: string): void;
  /** Lines whose signature has been settled since it was last asked, in order. */
  settled(): Iterable<LineSignature>;
  finish(): void;
  report(): SignatureReport;
}

/** Ours: 4 MB of numbers and some 30 MB of texts, and enough of a log to tell words from values. */
const LIMITS: SignatureLimits = { lines: 1_000_000, forms: 20_000, signatures: 10_000 };

interface Window {
  readonly start: number;
  lines: number;
  /** The number of each line's text; 0 where no entry begins, or has not been told yet. */
  readonly forms: Int32Array;
  ids: readonly string[];
}

export function createSignatureReader(options: SignatureOptions): SignatureReader {
  const limits = options.limits ?? LIMITS;
  const store = createSignatureStore(options, limits);
  const entries = createLinePairer(options.readEntries());
  const baseline = createLinePairer(options.readEntries());
  let window = startWindow(1, limits);
  let done: Window[] = [];
  let lines = 0;

  function takeEntry({ entry, raw }: PairedEntry): void {
    const number = store.count(entry, raw);
    const index = entry.line - window.start;
    if (window.forms[index] === 0) window.forms[index] = number;
  }

  /** Not while an entry is still to come, unless it takes too long. */
  function isDue(): boolean {
    if (window.lines < limits.lines && !store.isFull()) return false;
    return window.forms[window.lines - 1] !== 0 || window.lines >= window.forms.length;
  }

  function settle(): void {
    const blank = window.forms[0] === 0 && window.lines > 0 ? store.blank() : 0;
    const ids = store.settle();
    window.ids = [ids[blank - 1] ?? "", ...ids];
    done.push(window);
    window = startWindow(lines + 1, limits);
  }

  return {
    takeBaseline: (line) => {
      for (const { entry, raw } of baseline.take(line)) store.countBaseline(entry, raw);
      if (store.isFull()) store.settle();
    },
    take: (line) => {
      if (lines === 0) for (const { entry, raw } of baseline.finish()) store.countBaseline(entry, raw);
      lines += 1;
      window.lines += 1;
      for (const pair of entries.take(line)) takeEntry(pair);
      if (isDue()) settle();
    },
    settled: function* () {
      const windows = done;
      done = [];
      for (const one of windows) yield* linesOf(one);
    },
    finish: () => {
      for (const pair of entries.finish()) takeEntry(pair);
      settle();
    },
    report: () => ({ ...store.report(), lines }),
  };
}

function startWindow(start: number, limits: SignatureLimits): Window {
  return { start, lines: 0, forms: new Int32Array(limits.lines + MOST_HELD), ids: [] };
}

/** What a format wrote over several lines is one entry, and all of them have its signature. */
function* linesOf({ start, lines, forms, ids }: Window): Iterable<LineSignature> {
  let number = 0;
  for (let index = 0; index < lines; index += 1) {
    number = forms[index] || number;
    yield { line: start + index, id: ids[number] ?? "" };
  }
}
