import type { DeploymentFact } from "../../domain/evidence.ts";
import { writeInstant } from "../../domain/instant.ts";
import { answer, type Check } from "./check.ts";

const DEPLOYMENTS = 10;

/** Is the deployment up? Interesting when none is live, or when the newest one is not. */
export const checkDeployment: Check = async (task) => {
  const deployments = await task.bot.platform.listDeployments({ limit: DEPLOYMENTS, signal: task.signal });
  const [newest] = deployments;
  const live = deployments.find((deployment) => deployment.status === "live");
  return answer(task, live === undefined || live.id !== newest?.id, [
    {
      source: "platform",
      query: `the last ${DEPLOYMENTS} deployments`,
      ...(newest === undefined ? {} : { eventAt: newest.createdAt }),
      summary: describe(newest, live),
      facts: { kind: "deployments", deployments },
    },
  ]);
};

function describe(newest: DeploymentFact | undefined, live: DeploymentFact | undefined): string {
  if (newest === undefined) return "The platform knows no deployment of the bot.";
  const name = (deployment: DeploymentFact) =>
    `${deployment.id.slice(0, 8)} of ${deployment.commit?.slice(0, 7) ?? "an unknown commit"} (${writeInstant(deployment.createdAt)})`;
  if (live === undefined) return `No deployment is live; the newest, ${name(newest)}, is ${newest.status}.`;
  if (live.id === newest.id) return `Deployment ${name(live)} is live.`;
  return `Deployment ${name(live)} is live; the newest, ${name(newest)}, is ${newest.status}.`;
}
