export { type Fault, type FaultKind, readFault } from "./faults/read-fault.ts";
export { createFlagProvider, type FlagOptions, type FlagProvider } from "./flags/flag-provider.ts";
export type { DependencyDetail, Health, HealthCheck, HealthOptions, HealthStatus } from "./health/check-health.ts";
export type { HealthPage } from "./health/health-page.ts";
export { type Probe, probeHttp, probeMongo, probeSlack } from "./health/probe.ts";
export { type Degradation, type DegradeOptions, degrade, type LastWords } from "./protect/degrade.ts";
export type { BreakerState, Dependency } from "./protect/dependency.ts";
export type { BreakerPolicy, BulkheadPolicy, CachePolicy, ProtectPolicy, RetryPolicy } from "./protect/policy.ts";
export {
  createProtector,
  type DependencyCall,
  type DependencyWatcher,
  type Protect,
  type Protector,
} from "./protect/protect.ts";
export { DependencyTimeoutError, DependencyUnavailableError, type Unavailable } from "./protect/unavailable.ts";
export type { Report, Reporter } from "./report/report.ts";
export { currentSignal } from "./requests/current-signal.ts";
export { currentRequest } from "./requests/request.ts";
export { type Allclear, type WatchOptions, watch } from "./watch.ts";
