/** What differs from one occurrence of a message to the next. */

/** Those that are shipped; a playbook may switch each of them off, or say for itself what it is. */
export const SHIPPED_MASKS = [
  "quoted",
  "url",
  "email",
  "slack-id",
  "slack-ts",
  "uuid",
  "time",
  "path",
  "address",
  "host",
  "id",
  "duration",
  "size",
  "hex",
  "number",
] as const;
export type ShippedMask = (typeof SHIPPED_MASKS)[number];

export interface MaskRules {
  /** Shipped masks that are not applied. */
  readonly off: readonly ShippedMask[];
  /** A team's own; they come before the shipped ones. */
  readonly own: readonly OwnMask[];
}

export interface OwnMask {
  readonly name: string;
  /** A regular expression in the syntax of RE2, which takes time linear in the text. */
  readonly pattern: string;
  /** `<order>` */
  readonly as: string;
}
