import { type AppError, hasCode } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import { describeTraffic, type HostTraffic } from "@/lib/domain/host-traffic";
import type { ManifestEntry } from "@/lib/domain/manifest";
import type { HostListener } from "@/lib/ports/code-host";
import { AdaptivePool } from "./adaptive-pool";
import type { Log } from "./log";
import type { RunNotes } from "./run-recorder";

/** Keeps a run at a pace that GitHub bears, and tells of GitHub's limits in the log and in the run's record. */
export class HostWatch implements HostListener {
  /** For the captures: as many at a time as GitHub bears. */
  readonly pool: AdaptivePool;
  private readonly log: Log;
  private readonly recorder: RunNotes;
  private readonly waits = new Map<string, Date>();

  /** `concurrency`: never more captures than this at a time. */
  constructor({ log, recorder }: { log: Log; recorder: RunNotes }, concurrency: number) {
    this.log = log;
    this.recorder = recorder;
    this.pool = new AdaptivePool(concurrency, (limit, before) => {
      const why = limit < before ? "GitHub asks for less or fails" : "all went well lately";
      const many = plural(limit, "repository", "repositories");
      log.info("pace", `${many} at a time from now on: ${why}`, { limit });
    });
  }

  waiting(account: string, until: Date): void {
    this.waits.set(account, until);
    this.record();
    this.log.warn("rate-limit", `waiting for GitHub's rate limit until ${clock(until.toISOString())}: ${account}`, {
      account,
      until: until.toISOString(),
    });
  }

  resumed(account: string): void {
    this.waits.delete(account);
    this.record();
    this.log.info("rate-limit-over", `requests for ${account} go on`, { account });
  }

  throttled(): void {
    this.pool.note("throttled");
  }

  retrying(action: string, error: AppError, pauseMs: number): void {
    const seconds = (pauseMs / 1000).toFixed(1);
    this.log.warn("host-retry", `${action}: ${error.message}; trying again in ${seconds} s`, { code: error.code });
  }

  /** An attempt at a repository failed; only what an overloaded host does slows the others down. */
  failed(problem: unknown): void {
    if (hasCode(problem, "github-unreachable", "git-transfer-cut")) this.pool.note("trouble");
  }

  captured({ outcome }: ManifestEntry): void {
    if (outcome !== "failed") this.pool.note("success");
  }

  /** Keeps what was asked of GitHub so far; `last` also says it. */
  keep(traffic: HostTraffic, last = false): void {
    if (last) this.waits.clear();
    this.recorder.update({ github: traffic });
    this.record();
    if (last) this.log.info("github-requests", `GitHub requests: ${describeTraffic(traffic, clock)}`);
  }

  private record(): void {
    const accounts = [...this.waits.keys()];
    const latest = Math.max(...[...this.waits.values()].map((each) => each.getTime()));
    this.recorder.update({
      waiting: accounts.length > 0 ? { until: new Date(latest).toISOString(), accounts } : undefined,
    });
  }
}

/** A log's times are UTC. */
const clock = (time: string) => `${time.slice(11, 16)} UTC`;
