/** Where blocks are shown. A message takes 50 blocks, a modal or a Home tab 100 (docs.slack.dev/reference/block-kit/blocks). */
export type Surface = "message" | "modal" | "home";

/** Something Slack refuses (a problem), or only cuts or advises against (a warning). */
export interface Problem {
  /** Stable and dotted: what, field, constraint, such as `section.text.max_length`. */
  readonly rule: string;
  /** JSON pointer to the part as Slack writes it, such as `/blocks/0/text/text` or `/view/blocks/0`. */
  readonly path: string;
  /** What is wrong, for a person. Names keys and counts, never the texts of the payload. */
  readonly message: string;
  /** The limit, where the rule has one: characters (code points) for lengths, items for lists. */
  readonly limit?: number;
  /** What the payload has, in the unit of the limit. */
  readonly actual?: number;
  /** What to do about it. */
  readonly fix: string;
}

export interface Verdict {
  /** Whether Slack would take it: true when there are no problems, whatever the warnings. */
  readonly ok: boolean;
  /** At most the first 1,000, in the order of the payload. */
  readonly problems: readonly Problem[];
  /** At most the first 1,000 too. */
  readonly warnings: readonly Problem[];
}

/** House limits, stricter than Slack's: a limit above Slack's own changes nothing. */
export interface Profile {
  readonly name: string;
  /** Rule, such as `button.value.max_length`, to limit. `text.max_length` stands for every text object. */
  readonly limits: Readonly<Record<string, number>>;
}

export interface ValidateOptions {
  /** Where it will be shown, if the payload does not say: a view says it in its `type`, anything else is a message. */
  readonly surface?: Surface;
  readonly profile?: Profile;
}

export interface RepairOptions extends ValidateOptions {
  /**
   * Whether one message may become several. Yes for a new message; never for a view, nor for an update (a payload with `ts`, or with
   * `replace_original`), where what is too much is cut.
   */
  readonly split?: boolean;
}

/** One thing that `repair` did. */
export interface Change {
  /** The rule that the payload broke. */
  readonly rule: string;
  /** JSON pointer into the payload as it was given; within a list that was split, the index is that in the piece. */
  readonly path: string;
  /** What was done, for a person: `cut to 3,000 characters`. */
  readonly message: string;
}

export interface Repaired<Payload> {
  /** What to send, in order; more than one only where a message was split, none when nothing was left to show. */
  readonly messages: readonly Payload[];
  readonly changes: readonly Change[];
  /** Empty, or the one problem `message.content.required`. */
  readonly remaining: readonly Problem[];
}
