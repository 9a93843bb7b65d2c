import type { HomeView, KnownBlock, ModalView } from "@slack/types";
import type {
  ChatPostEphemeralArguments,
  ChatPostMessageArguments,
  ChatUpdateArguments,
  ViewsOpenArguments,
  ViewsPublishArguments,
  WebClient,
} from "@slack/web-api";
import { expectTypeOf, test } from "vitest";
import { type Repaired, repair, type ValidateOptions, type Verdict, validate } from "./index.ts";

const blocks: KnownBlock[] = [{ type: "section", text: { type: "mrkdwn", text: "*Checkout* is slow" } }];

test("repair returns what it was given, so that its messages go where the payload would have gone", () => {
  const send = (client: WebClient, message: ChatPostMessageArguments) =>
    repair(message).messages.map((part) => client.chat.postMessage(part));

  expectTypeOf(send).parameter(1).toEqualTypeOf<ChatPostMessageArguments>();
  expectTypeOf(repair<ChatPostMessageArguments>).returns.toEqualTypeOf<Repaired<ChatPostMessageArguments>>();
});

test("repair keeps the type of updates, ephemeral messages, views, and blocks alone", () => {
  expectTypeOf(repair<ChatUpdateArguments>).returns.toEqualTypeOf<Repaired<ChatUpdateArguments>>();
  expectTypeOf(repair<ChatPostEphemeralArguments>).returns.toEqualTypeOf<Repaired<ChatPostEphemeralArguments>>();
  expectTypeOf(repair<ViewsOpenArguments>).returns.toEqualTypeOf<Repaired<ViewsOpenArguments>>();
  expectTypeOf(repair<ViewsPublishArguments>).returns.toEqualTypeOf<Repaired<ViewsPublishArguments>>();
  expectTypeOf(repair<ModalView | HomeView>).returns.toEqualTypeOf<Repaired<ModalView | HomeView>>();
  expectTypeOf(repair(blocks).messages).toEqualTypeOf<readonly KnownBlock[][]>();
});

test("what a caller writes in place is not narrowed to its literals and stays as it is", () => {
  const repaired = repair({ channel: "C1", text: "Slow", blocks });

  expectTypeOf(repaired.messages).toEqualTypeOf<readonly { channel: string; text: string; blocks: KnownBlock[] }[]>();
});

test("validate takes whatever Slack's types allow, and also what nobody has typed", () => {
  expectTypeOf(validate).parameter(0).toBeUnknown();
  expectTypeOf(validate).parameter(1).toEqualTypeOf<ValidateOptions | undefined>();
  expectTypeOf(validate).returns.toEqualTypeOf<Verdict>();
});

test("a surface that Slack does not have is not accepted", () => {
  expectTypeOf<{ surface: "canvas" }>().not.toExtend<ValidateOptions>();
});
