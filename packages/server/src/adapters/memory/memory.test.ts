import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeChat } from "../../ports/chat.suite.ts";
import { describeHealthProbe } from "../../ports/health-probe.suite.ts";
import { describeLogSource } from "../../ports/log-source.suite.ts";
import { describePlatform } from "../../ports/platform.suite.ts";
import { describeRepository } from "../../ports/repository.suite.ts";
import { compareTrees } from "./compare-trees.ts";
import { createManualClock } from "./manual-clock.ts";
import { createMemoryWorkspace } from "./memory-chat.ts";
import { createMemoryHealthProbe } from "./memory-health-probe.ts";
import { createMemoryLogSource } from "./memory-log-source.ts";
import { createMemoryPlatform } from "./memory-platform.ts";
import { createMemoryRepository } from "./memory-repository.ts";

const close = async () => undefined;

describeChat({
  name: "The chat in memory",
  create: async () => {
    const workspace = createMemoryWorkspace({ clock: createManualClock(Date.now()), channels: ["C1"] });
    const chat = workspace.chatOf("U1");
    return {
      chat,
      channel: "C1",
      say: async (text, threadId) =>
        workspace.say({ channel: "C1", author: "U2", text, ...(threadId === undefined ? {} : { threadId }) }).id,
      texts: async () => workspace.messages("C1").map(({ text }) => text),
      loseNextAnswer: async () => chat.loseNextAnswer(),
      limitNextCall: async (retryAfterMs) => chat.failNext("rate-limited", retryAfterMs),
      revoke: async () => chat.failAlways("unauthorized"),
      close,
    };
  },
});

describePlatform({
  name: "The platform in memory",
  create: async () => {
    const clock = createManualClock(1_000);
    const platform = createMemoryPlatform({ clock });
    platform.deploy({ commit: "a".repeat(40) });
    return {
      platform,
      firstCommit: "a".repeat(40),
      deploy: async () => {
        clock.advance(1_000);
        return platform.deploy({ commit: "b".repeat(40) }).commit ?? "";
      },
      deployBroken: async () =>
        platform.deploy({ commit: "c".repeat(40), status: "failed", canRollBack: false }).commit ?? "",
      waitUntilLive: async (commit) => {
        const [newest] = await platform.listDeployments({ limit: 1, signal: new AbortController().signal });
        expect(newest).toMatchObject({ commit, status: "live" });
      },
      setVariables: async (values) => platform.setVariables(values),
      limitNextCall: async (retryAfterMs) => platform.failNext("rate-limited", retryAfterMs),
      revoke: async () => platform.failAlways("unauthorized"),
      close,
    };
  },
});

describeLogSource({
  name: "The log source in memory",
  create: async () => {
    const clock = createManualClock(1_000_000);
    const source = createMemoryLogSource({ clock });
    let deployment = 1;
    return {
      source,
      print: async (lines) => {
        clock.advance(5);
        source.print(lines, { deploymentId: `d${deployment}` });
      },
      redeploy: async () => {
        deployment += 1;
      },
      revoke: async () => source.failAlways("unauthorized"),
      close,
    };
  },
});

describeRepository({
  name: "The repository in memory",
  create: async () => {
    const repository = createMemoryRepository({ clock: createManualClock(1_000) });
    return {
      repository,
      commit: async (change) => repository.commit(change),
      merge: async (change) => repository.merge(change),
      files: async () => repository.files(),
      messages: async () => repository.messages(),
      close,
    };
  },
});

describeHealthProbe({
  name: "The health probe in memory",
  create: async () => {
    const probe = createMemoryHealthProbe();
    return {
      probe,
      url: "http://bot.example/health",
      answer: async (status, body) => probe.answer(status, body),
      goAway: async () => probe.failAlways("unreachable"),
      close,
    };
  },
});

describe("The adapters in memory", () => {
  const { signal } = new AbortController();

  test("two identities share a workspace, and a bot may answer them at once", async () => {
    const workspace = createMemoryWorkspace({ clock: createManualClock(1_000), channels: ["C1"] });
    workspace.onMessage(({ id, text, author }) => {
      if (author === "UTESTER") workspace.say({ channel: "C1", author: "UBOT", text: `pong ${text}`, threadId: id });
    });

    const post = await workspace.chatOf("UTESTER").post({ channel: "C1", text: "ping", key: "k", attempt: 1, signal });

    const thread = await workspace.chatOf("UAPP").readThread({ channel: "C1", threadId: post.id, signal });
    expect(thread.map(({ text }) => text)).toEqual(["pong ping"]);
  });

  test("a scripted failure strikes once and has no effect", async () => {
    const platform = createMemoryPlatform({ clock: createManualClock(0) });
    const { id } = platform.deploy({ commit: "a".repeat(40) });
    platform.failNext("unreachable");

    await expect(platform.rollBack(id, signal)).rejects.toMatchObject({ code: "unreachable" });
    expect(platform.rollBacks).toEqual([]);
    await platform.rollBack(id, signal);
    expect(platform.rollBacks).toEqual([id]);
  });

  test("a push is told to whoever listens", async () => {
    const pushed: string[] = [];
    const repository = createMemoryRepository({
      clock: createManualClock(0),
      onPush: (pushedId) => pushed.push(pushedId),
    });
    repository.commit({ summary: "good", files: { a: "1\n" } });
    const bad = repository.commit({ summary: "bad", files: { a: "2\n" } });

    const id = await repository.revert({ branch: "main", commit: bad, expectedHead: bad, key: "k", signal });

    expect(pushed).toEqual([id]);
  });

  test("the hunk of a change holds exactly what differs", () => {
    const line = fc.constantFrom("a", "b", "c");
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        const text = (lines: readonly string[]) => lines.map((each) => `${each}\n`).join("");
        const [change] = compareTrees({ file: text(before) }, { file: text(after) });
        const hunk = change?.hunks[0] ?? { oldStart: 0, oldLines: 0, newStart: 0, newLines: 0 };
        const oldIndex = hunk.oldLines === 0 ? hunk.oldStart : hunk.oldStart - 1;
        const newIndex = hunk.newLines === 0 ? hunk.newStart : hunk.newStart - 1;

        const patched = before.toSpliced(oldIndex, hunk.oldLines, ...after.slice(newIndex, newIndex + hunk.newLines));

        expect(patched).toEqual(after);
      }),
    );
  });
});
