/** What bots send all day: each is within every limit of Slack. */
export interface TypicalPayload {
  readonly title: string;
  readonly payload: object;
}

export const deployNotice = {
  channel: "C024BE91L",
  text: "billing-api 4.12.0 is live in production",
  blocks: [
    { type: "header", text: plain("billing-api 4.12.0 is live") },
    {
      type: "section",
      block_id: "facts",
      fields: [
        markdown("*Environment*\nproduction"),
        markdown("*Commit*\n<https://git.example.com/billing/commit/9f3c1a7|9f3c1a7>"),
        markdown("*By*\n<@U012AB3CD>"),
        markdown("*Took*\n3 min 12 s"),
      ],
    },
    {
      type: "section",
      text: markdown("*Since 4.11.2*\n• Retry a declined card once\n• Round tax per line\n• Drop the old `/v1/refund`"),
    },
    {
      type: "actions",
      block_id: "decide",
      elements: [
        { ...button("Watch", "watch"), url: "https://dash.example.com/d/billing?from=now-15m" },
        { ...button("Roll back", "roll-back"), style: "danger", value: "billing-api@4.11.2" },
      ],
    },
    { type: "context", elements: [picture("build"), markdown("Build 8812 passed, 1,204 tests in 96 s")] },
  ],
};

const shortReply = {
  channel: "C024BE91L",
  thread_ts: "1760000000.000100",
  text: "Done: the invoice of Acme is on its way.",
  blocks: [{ type: "section", text: markdown("Done: the invoice of *Acme* is on its way, <@U012AB3CD>.") }],
};

const longAnswer = {
  channel: "D0G9QPY56",
  text: "Three customers are at risk this quarter.",
  blocks: [
    {
      type: "rich_text",
      elements: [
        { type: "rich_text_section", elements: [words("At risk this quarter", { bold: true }), words(": three.\n")] },
        { type: "rich_text_list", style: "ordered", indent: 0, elements: ["Acme", "Globex", "Initech"].map(toFinding) },
        { type: "rich_text_quote", elements: [words("We compare two other offers and decide in June.")] },
        { type: "rich_text_preformatted", elements: [words("select name, usage from accounts where usage < 0.4;")] },
        {
          type: "rich_text_section",
          elements: [
            words("Ask "),
            { type: "user", user_id: "U012AB3CD" },
            words(" or "),
            { type: "channel", channel_id: "C024BE91L" },
            words(" for more "),
            { type: "emoji", name: "bar_chart" },
          ],
        },
      ],
    },
  ],
};

const approvalCard = {
  channel: "C024BE91L",
  text: "Approval needed: a discount of 18 % for Globex",
  blocks: [
    { type: "section", text: markdown("*Approval needed*\nA discount of 18 % for Globex, 24 months, €48,000 a year.") },
    {
      type: "actions",
      block_id: "approval:7741",
      elements: [
        {
          ...button("Approve", "approve"),
          style: "primary",
          value: "7741",
          confirm: {
            title: plain("Approve 18 %?"),
            text: markdown("The offer goes out *at once* and binds us for 30 days."),
            confirm: plain("Approve"),
            deny: plain("Not yet"),
            style: "primary",
          },
        },
        { ...button("Decline", "decline"), style: "danger", value: "7741" },
        {
          type: "overflow",
          action_id: "more",
          options: [option("See the offer", "offer"), option("Ask sales", "ask")],
        },
      ],
    },
    { type: "context", elements: [markdown("Asked by <@U012AB3CD>, expires in 4 hours")] },
  ],
};

const contactList = {
  channel: "D0G9QPY56",
  text: "20 contacts match",
  blocks: Array.from({ length: 20 }, (_, index) => ({
    type: "section",
    block_id: `contact-${index}`,
    text: markdown(
      `*Contact ${index + 1}* at <https://crm.example.com/c/${index}|Company ${index + 1}>\nLast seen in May`,
    ),
    accessory: { ...button("Open", "open-contact"), value: `contact-${index}` },
  })),
};

const poll = {
  channel: "C024BE91L",
  text: "Where do we meet on Thursday?",
  blocks: [
    { type: "section", text: markdown("*Where do we meet on Thursday?*\nClosing at 17:00") },
    { type: "divider" },
    ...["Room Lisbon", "Room Oslo", "Online", "The park"].flatMap((place, index) => [
      {
        type: "section",
        text: markdown(`:round_pushpin: *${place}*`),
        accessory: { ...button("Vote", `vote-${index}`), value: `${index}` },
      },
      { type: "context", elements: [picture("ann"), picture("ben"), plain(`${index + 2} votes`)] },
    ]),
    { type: "divider" },
    { type: "actions", elements: [button("Suggest a place", "suggest")] },
  ],
};

const modal = {
  type: "modal",
  callback_id: "new-deal",
  title: plain("New deal"),
  submit: plain("Create"),
  close: plain("Cancel"),
  private_metadata: "C024BE91L",
  blocks: [
    input("Name", { type: "plain_text_input", action_id: "name", max_length: 120, placeholder: plain("Acme renewal") }),
    input("Stage", {
      type: "static_select",
      action_id: "stage",
      options: ["Lead", "Qualified", "Offer", "Negotiation", "Won"].map((stage) => option(stage, stage.toLowerCase())),
      initial_option: option("Lead", "lead"),
    }),
    input("Owner", { type: "users_select", action_id: "owner", placeholder: plain("Who looks after it?") }),
    input("Closes on", { type: "datepicker", action_id: "closes", initial_date: "2026-06-30" }),
    input("Products", {
      type: "checkboxes",
      action_id: "products",
      options: ["Seats", "Support", "Training"].map((product) => option(product, product.toLowerCase())),
    }),
    { ...input("Notes", { type: "plain_text_input", action_id: "notes", multiline: true }), optional: true },
  ],
};

const homeTab = {
  type: "home",
  blocks: [
    { type: "header", text: plain("Good morning") },
    { type: "section", text: markdown("You have *4 open deals* and *2 tasks* due today.") },
    {
      type: "actions",
      elements: [{ ...button("New deal", "new-deal"), style: "primary" }, button("Reports", "reports")],
    },
    { type: "divider" },
    ...["Acme renewal", "Globex pilot", "Initech upsell", "Umbrella trial"].map((deal, index) => ({
      type: "section",
      text: markdown(`*${deal}*\nOffer sent, €${12 + index},400, closes on 2026-06-${10 + index}`),
      accessory: {
        type: "overflow",
        action_id: `deal-${index}`,
        options: [option("Open", "open"), option("Remind me", "remind"), option("Close", "close")],
      },
    })),
    { type: "image", image_url: "https://charts.example.com/pipeline.png", alt_text: "Pipeline by stage" },
    { type: "context", elements: [markdown("Updated <!date^1760000000^{time}|at nine>")] },
  ],
};

const markdownAnswer = {
  channel: "D0G9QPY56",
  text: "How the discount is computed",
  blocks: [
    {
      type: "markdown",
      text: [
        "## How the discount is computed",
        "The **list price** is cut in two steps, and never below the floor of the contract:",
        "1. by volume: 5 % from 50 seats, 9 % from 200 seats, 12 % from 500 seats on",
        "2. by term: 3 % for two years, 6 % for three",
        "```js\nconst price = Math.max(floor, list * (1 - volume) * (1 - term));\n```",
        "See [the price book](https://wiki.example.com/prices) for what sales may add on its own, and ask before you promise.",
      ].join("\n\n"),
    },
  ],
};

const table = {
  channel: "C024BE91L",
  text: "Usage in May",
  blocks: [
    { type: "section", text: markdown("*Usage in May*, by customer") },
    {
      type: "table",
      column_settings: [{ is_wrapped: true }, { align: "right" }, { align: "right" }, { align: "center" }],
      rows: [
        ["Customer", "Seats", "Calls", "Trend"].map(cell),
        ...Array.from({ length: 19 }, (_, index) =>
          [`Customer ${index + 1}`, `${40 + index * 7}`, `${1_900 + index * 431}`, index % 3 === 0 ? "down" : "up"].map(
            cell,
          ),
        ),
      ],
    },
  ],
};

const incidentUpdate = {
  channel: "C0INCIDENT",
  text: "P1 Mitigating: the CRM bot does not answer in threads",
  blocks: [
    { type: "header", text: plain(":rotating_light: P1 · Mitigating · CRM bot") },
    {
      type: "section",
      text: markdown(
        "*The bot does not answer in threads.* About 40 people in 6 channels are affected since 09:42. Cause, likely: commit " +
          "<https://git.example.com/bot/commit/51c0de2|51c0de2> of 09:38, which drops `thread_ts`. We go back to the version before it.",
      ),
    },
    {
      type: "section",
      fields: [
        markdown("*Lead*\n<@U012AB3CD>"),
        markdown("*Next update*\n<!date^1760001800^{time}|10:15>"),
        markdown("*Since*\n09:42 (23 min)"),
        markdown("*Recovered*\n2 of 3 scenarios"),
      ],
    },
    { type: "divider" },
    {
      type: "actions",
      elements: [
        { ...button("Acknowledge", "acknowledge"), style: "primary", value: "inc_01" },
        { ...button("Timeline", "timeline"), url: "https://allclear.example.com/incidents/inc_01" },
      ],
    },
    { type: "context", elements: [markdown("inc_01 · playbook 1 · sent by Allclear")] },
  ],
};

export const typicalPayloads: readonly TypicalPayload[] = [
  { title: "a short reply", payload: shortReply },
  { title: "a deploy notice", payload: deployNotice },
  { title: "a long answer in rich text", payload: longAnswer },
  { title: "an approval card", payload: approvalCard },
  { title: "a list of 20 contacts", payload: contactList },
  { title: "a poll", payload: poll },
  { title: "a modal with inputs", payload: modal },
  { title: "a Home tab", payload: homeTab },
  { title: "an answer in Markdown", payload: markdownAnswer },
  { title: "a table of 20 rows", payload: table },
  { title: "an incident update", payload: incidentUpdate },
];

function plain(text: string) {
  return { type: "plain_text", text, emoji: true };
}

function markdown(text: string) {
  return { type: "mrkdwn", text };
}

function words(text: string, style?: { readonly bold: boolean }) {
  return style === undefined ? { type: "text", text } : { type: "text", text, style };
}

function button(label: string, actionId: string) {
  return { type: "button", text: plain(label), action_id: actionId };
}

function option(label: string, value: string) {
  return { text: plain(label), value };
}

function input(label: string, element: object) {
  return { type: "input", block_id: label.toLowerCase(), label: plain(label), element };
}

function picture(name: string) {
  return { type: "image", image_url: `https://images.example.com/${name}.png`, alt_text: name };
}

function cell(text: string) {
  return { type: "raw_text", text };
}

function toFinding(customer: string) {
  return {
    type: "rich_text_section",
    elements: [
      { type: "link", url: `https://crm.example.com/${customer.toLowerCase()}`, text: customer },
      words(" uses less than "),
      words("40 %", { bold: true }),
      words(" of its seats, its champion left in March, and nobody answered the last two mails."),
    ],
  };
}
