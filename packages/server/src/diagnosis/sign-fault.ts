/** What a fault is known by, from one process and one day to the next. */

import type { FrameFact } from "../domain/evidence.ts";
import type { Redact } from "../domain/redact.ts";
import type { Fault } from "./fold-faults.ts";
import { firstLineOf, maskText } from "./mask-text.ts";
import type { Mask } from "./signatures/masks.ts";

export interface FaultSignature {
  readonly id: string;
  readonly template: string;
  readonly code?: string;
  readonly ownFrames: readonly FrameFact[];
}

export interface SignOptions {
  readonly redact: Redact;
  readonly hash: (text: string) => string;
  /** Those of the playbook; the shipped ones where none are given. */
  readonly masks?: readonly Mask[];
}

/** By the class, the code and the masked message of the innermost error, and the place in our code. */
export function signFault({ text, blocks }: Fault, { redact, hash, masks }: SignOptions): FaultSignature {
  const code = text.code === undefined ? undefined : redact(text.code);
  const template = maskText(redact(firstLineOf(text.message)), masks);
  const places = blocks.flatMap(({ place }) => (place === undefined ? [] : [place])).slice(0, 1);
  const ownFrames = text.ownFrames.length > 0 ? text.ownFrames : places;
  const id = hash([text.errorClass ?? "", code ?? "", template, placeOf(ownFrames[0])].join("\n"));
  return { id, template, ownFrames, ...(code === undefined ? {} : { code }) };
}

/** The file and the symbol; not the line, and not folders that differ from one checkout to the next. */
function placeOf(frame: FrameFact | undefined): string {
  if (frame === undefined) return "";
  const segments = frame.path.split(/[\\/]/);
  const folders = segments.slice(0, -1).reverse().slice(0, 2);
  const end = folders.findIndex(
    (folder) => !/^(?:[a-z]{1,20}[._-]?)+$|^[a-z]{1,20}(?:[A-Z][a-z]{1,20}){1,4}$/.test(folder),
  );
  const stable = (end < 0 ? folders : folders.slice(0, end)).reverse();
  return `${[...stable, segments.at(-1) ?? ""].join("/")}#${frame.symbol ?? ""}`;
}
