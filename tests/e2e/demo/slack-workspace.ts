import { type AppCredentials, connectSlackSimulator, type SlackControl } from "@allclear/simulators";
import type { SlackNames } from "./service-steps.ts";

export const people = ["ana", "ben", "chloe"] as const;
export type Person = (typeof people)[number];

/** Channel names as the playbook has them. */
export const channelNames = { users: "sales", team: "crm-bot-incidents" } as const;

/** The workspace of the demo: the bot's app, Allclear's app with a tester, three people, two channels. */
export interface SlackWorkspace {
  readonly control: SlackControl;
  readonly bot: AppCredentials;
  readonly allclear: AppCredentials;
  readonly tester: { readonly id: string; readonly token: string };
  readonly people: Readonly<Record<Person, string>>;
  readonly names: SlackNames;
  /** What stands in front of a message when Slack shows it, by the poster's user id. */
  nameOf(userId: string | undefined): string;
}

export async function createSlackWorkspace(url: string): Promise<SlackWorkspace> {
  const control = connectSlackSimulator(url);
  const bot = await control.createApp({ name: "crm-bot" });
  const allclear = await control.createApp({ name: "allclear" });
  const testerId = (await control.createUser({ name: "allclear-tester" })).id;
  const token = await control.createUserToken({ appId: allclear.appId, userId: testerId });
  const ids = await Promise.all(people.map(async (name) => (await control.createUser({ name })).id));
  const [ana = "", ben = "", chloe = ""] = ids;
  const users = await control.createChannel({
    name: channelNames.users,
    members: [...ids, bot.botUserId, allclear.botUserId, testerId],
  });
  const team = await control.createChannel({ name: channelNames.team, members: [...ids, allclear.botUserId] });
  const shownNames = new Map([
    [bot.botUserId, "crm-bot"],
    [allclear.botUserId, "allclear"],
    [testerId, "allclear-tester"],
    ...people.map((name, index) => [ids[index] ?? "", name] as const),
  ]);
  return {
    control,
    bot,
    allclear,
    tester: { id: testerId, token },
    people: { ana, ben, chloe },
    names: {
      appIds: { bot: bot.appId, allclear: allclear.appId },
      tokens: { bot: bot.botToken, allclear: allclear.botToken, tester: token },
      channels: { users: users.id, team: team.id },
    },
    nameOf: (userId) => shownNames.get(userId ?? "") ?? "somebody",
  };
}

/** Text as people see it: names for ids, and characters for Slack's three escapes. */
export function showText(text: string, workspace: SlackWorkspace): string {
  return text
    .replace(/<@([A-Z0-9]+)>/g, (_, id: string) => `@${workspace.nameOf(id)}`)
    .replace(/<!(\w+)>/g, "@$1")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}
