import { startEmulate } from "./emulate.fixture.ts";
import { describeEmulateGaps } from "./emulate-gaps.suite.ts";
import { describeRepairedMessages } from "./repaired-messages.suite.ts";
import { describeSlackService } from "./slack-service.suite.ts";
import { startSimulatedService } from "./slack-simulator.fixture.ts";

const simulator = { name: "the Slack simulator", start: startSimulatedService };
const emulate = { name: "emulate", start: startEmulate };

describeSlackService(simulator);
describeSlackService(emulate);
describeEmulateGaps({ ...simulator, answersAs: "slack" });
describeEmulateGaps({ ...emulate, answersAs: "emulate" });
describeRepairedMessages({ ...simulator, refusesBlocks: true });
describeRepairedMessages({ ...emulate, refusesBlocks: false });
