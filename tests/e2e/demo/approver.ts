import type { TimelineEntry } from "./allclear-client.ts";
import type { Tell } from "./happening.ts";
import type { World } from "./start-world.ts";
import { readEvent } from "./timeline-events.ts";

/** Ana, who is on call: claims the incident, reads each plan that Allclear proposes, approves exactly this plan, and has it applied. */
export interface Approver {
  /** Resolves when the plan is approved; its application goes on. */
  read(incidentId: string, entry: TimelineEntry): Promise<void>;
  /** Whether Allclear refused to apply what was approved. */
  isRefused(): boolean;
  /** Rejects with the refusal, if there was one. */
  settled(): Promise<void>;
}

export interface ApproverOptions {
  readonly world: World;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

export function createApprover({ world, tell, signal }: ApproverOptions): Approver {
  const applying: Promise<unknown>[] = [];
  let refused = false;
  return {
    read: async (incidentId, entry) => {
      if (entry.type === "incident-opened") {
        tell({ kind: "progress", text: "ana claims the incident" });
        const plan = "Read the verdict, then approve its remedy or look further";
        await world.approver.act("claim-incident", { incidentId, plan }, "claim");
      }
      const plan = readEvent(entry, "remedy-proposed")?.plan;
      if (plan === undefined) return;
      const shown = await world.approver.showIncident(incidentId);
      const offered = shown.nextActions.find(
        ({ operation, input }) => operation === "approve-remedy" && input.remedyId === plan.id,
      );
      if (offered === undefined || offered.input.planDigest !== plan.digest) {
        tell({ kind: "progress", text: `ana does not approve ${plan.id}: it is no longer what is offered` });
        return;
      }
      if (plan.action.kind === "revert-commit" && plan.action.commit !== undefined) {
        const diff = await world.repository.showRevertOf(plan.action.commit, signal);
        tell({ kind: "diff", title: "What the remedy changes, as ana reads it", diff });
      }
      tell({ kind: "progress", text: `ana approves ${plan.id}, plan ${plan.digest.slice(0, 12)}, and has it applied` });
      await world.approver.act("approve-remedy", offered.input, `approve-${plan.id}`);
      const apply = world.approver.act("apply-remedy", { incidentId, remedyId: plan.id }, `apply-${plan.id}`);
      apply.catch(() => {
        refused = true;
      });
      applying.push(apply);
    },
    isRefused: () => refused,
    settled: async () => void (await Promise.all(applying)),
  };
}
