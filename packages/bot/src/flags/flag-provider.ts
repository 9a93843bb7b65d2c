import {
  ErrorCode,
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  StandardResolutionReasons,
} from "@openfeature/server-sdk";
import { isIncluded, readRollout, variableOf } from "./rollout.ts";

export interface FlagOptions {
  /** Where variables are read. Default: those of the process. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/**
 * An OpenFeature provider over `ENABLE_*` variables: `true`, `false`, or a share of users such as `25%`, the same users each time
 * (by `targetingKey`, else `user`, else `channel` of the context). `ENABLE_X_FOR=U123,C456` lets these in whatever the share is.
 *
 * @example
 * const flags = createFlagProvider();
 * await OpenFeature.setProviderAndWait(flags);
 * await OpenFeature.getClient().getBooleanValue("improvedSearch", false, { user: event.user });
 */
export function createFlagProvider({ variables = process.env }: FlagOptions = {}): FlagProvider {
  const orders = new Map<string, boolean>();
  const events = new OpenFeatureEventEmitter();

  return {
    metadata: { name: "allclear" },
    runsOn: "server",
    events,
    orders: () => new Map(orders),
    order: (flag, isOn) => {
      if (isOn === undefined) orders.delete(flag);
      else orders.set(flag, isOn);
      events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [flag] });
    },
    resolveBooleanEvaluation: async (flag, usual, context) => resolve({ flag, usual, context, variables, orders }),
    resolveStringEvaluation: async (_, usual) => mismatch(usual),
    resolveNumberEvaluation: async (_, usual) => mismatch(usual),
    resolveObjectEvaluation: async <Value extends JsonValue>(_: string, usual: Value) => mismatch(usual),
  };
}

export interface FlagProvider extends Provider {
  /** Turns a flag on or off for everybody, at once, over variables and shares; `undefined` ends that. */
  order(flag: string, isOn: boolean | undefined): void;
  orders(): ReadonlyMap<string, boolean>;
}

interface Question {
  readonly flag: string;
  readonly usual: boolean;
  readonly context: EvaluationContext;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly orders: ReadonlyMap<string, boolean>;
}

function resolve({ flag, usual, context, variables, orders }: Question): ResolutionDetails<boolean> {
  const ordered = orders.get(flag);
  if (ordered !== undefined) return { value: ordered, reason: "ORDERED" };
  const variable = variableOf(flag);
  const said = variables[variable];
  if (said === undefined) return { value: usual, reason: StandardResolutionReasons.DEFAULT };
  const rollout = readRollout(said);
  if (rollout === "unreadable") {
    const errorMessage = `${variable} is neither true, false nor a share such as 25%`;
    return { value: usual, reason: StandardResolutionReasons.ERROR, errorCode: ErrorCode.PARSE_ERROR, errorMessage };
  }
  const allowed = new Set((variables[`${variable}_FOR`] ?? "").split(",").map((id) => id.trim()));
  const who = [context.targetingKey, context.user, context.channel].filter((id) => typeof id === "string");
  if (who.some((id) => allowed.has(id))) return { value: true, reason: StandardResolutionReasons.TARGETING_MATCH };
  if (rollout.share === 0 || rollout.share === 1)
    return { value: rollout.share === 1, reason: StandardResolutionReasons.STATIC };
  // Somebody unknown can have no stable place in a share.
  const [key] = who;
  const value = key === undefined ? false : isIncluded(flag, key, rollout.share);
  return { value, reason: StandardResolutionReasons.SPLIT };
}

function mismatch<Value>(usual: Value): ResolutionDetails<Value> {
  const errorMessage = "flags of ENABLE_* variables are on or off";
  return { value: usual, reason: StandardResolutionReasons.ERROR, errorCode: ErrorCode.TYPE_MISMATCH, errorMessage };
}
