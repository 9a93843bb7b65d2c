import type { SlackControl, SlackVerbs } from "./slack-control.ts";
import type { SlackMessage } from "./workspace.ts";

/** One wait of `waitForMessage`; short enough for any HTTP client between. */
const longestWaitMs = 10_000;

/** The comfortable form of the verbs; it does not matter whether they run here or over HTTP. */
export function createSlackControl(url: string, verbs: SlackVerbs): SlackControl {
  return {
    url,
    apiUrl: `${url}/api/`,
    createApp: (app) => verbs.createApp(app),
    createUser: (user) => verbs.createUser(user),
    createUserToken: async (grant) => (await verbs.createUserToken(grant)).token,
    createChannel: (channel) => verbs.createChannel(channel),
    setRequestUrl: async (appId, requestUrl) => void (await verbs.setRequestUrl({ appId, requestUrl })),
    calls: (filter = {}) => verbs.calls(filter),
    deliveries: (filter = {}) => verbs.deliveries(filter),
    slashCommand: (command) => verbs.slashCommand(command),
    clickButton: (click) => verbs.clickButton(click),
    submitView: (submission) => verbs.submitView(submission),
    views: (appId) => verbs.views({ appId }),
    ...channelControl(verbs),
    ...faultControl(verbs),
  };
}

function channelControl(verbs: SlackVerbs) {
  return {
    invite: async (channelId, userId) => void (await verbs.invite({ channelId, userId })),
    kick: async (channelId, userId) => void (await verbs.kick({ channelId, userId })),
    archive: async (channelId) => void (await verbs.archive({ channelId })),
    say: async (message) => (await verbs.say(message)).ts,
    messages: (channelId) => verbs.messages({ channelId }),
    thread: (channelId, ts) => verbs.thread({ channelId, ts }),
    ephemerals: (channelId) => verbs.ephemerals({ channelId }),
    waitForMessage: (channelId, predicate, timeoutMs) => waitForMessage(verbs, { channelId, predicate, timeoutMs }),
  } satisfies Partial<SlackControl>;
}

function faultControl(verbs: SlackVerbs) {
  return {
    async script(fault) {
      const { id } = await verbs.script(fault);
      return { clear: async () => void (await verbs.clearFault({ id })) };
    },
    clearFaults: async () => void (await verbs.clearFaults({})),
    connections: (appId) => verbs.connections({ appId }),
    dropSockets: async (appId, how = "reset") => (await verbs.dropSockets({ appId, how })).dropped,
    deafen: async (appId, deaf) => void (await verbs.deafen({ appId, deaf })),
    refuseSockets: async (appId, refuse) => void (await verbs.refuseSockets({ appId, refuse })),
    setSubscription: async (appId, enabled) => void (await verbs.setSubscription({ appId, enabled })),
    revokeToken: async (token) => void (await verbs.revokeToken({ token })),
    rotateToken: async (token) => (await verbs.rotateToken({ token })).token,
  } satisfies Partial<SlackControl>;
}

async function waitForMessage(
  verbs: SlackVerbs,
  wanted: { channelId: string; predicate: (message: SlackMessage) => boolean; timeoutMs: number },
): Promise<SlackMessage> {
  const until = performance.now() + wanted.timeoutMs;
  let { version } = await verbs.awaitChange({ version: -1, timeoutMs: 0 });
  while (true) {
    const messages = await verbs.messages({ channelId: wanted.channelId });
    const found = messages.find((message) => wanted.predicate(message));
    if (found !== undefined) {
      return found;
    }
    const left = until - performance.now();
    if (left <= 0) {
      throw new Error(`No such message in ${wanted.channelId} within ${wanted.timeoutMs} ms`);
    }
    ({ version } = await verbs.awaitChange({ version, timeoutMs: Math.min(Math.ceil(left), longestWaitMs) }));
  }
}
