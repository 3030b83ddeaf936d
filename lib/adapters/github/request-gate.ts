import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/domain/errors";
import { isTooLong, planWait, type RequestBudget, readBudget, readRefusal } from "@/lib/domain/host-limit";
import type { RequestGate as Gate, HostOptions, RequestTurn } from "@/lib/ports/code-host";

/** Those who waited leave one after the other: should the first be refused again, the others have not asked in vain. */
const SPACING_MS = 500;
/** A wait that grows by less is no news. */
const NEWS_MS = 2000;

export interface GateClock {
  now: () => number;
  /** Rejects with the signal's reason. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 to 1. */
  chance: () => number;
}

const REAL: GateClock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal }).catch(() => signal?.throwIfAborted());
  },
  chance: () => Math.random(),
};

/**
 * What all requests for one account pass, REST and git alike. An answer that asks for patience closes it for all of them
 * until the time that was given; it counts them, and keeps what the REST API says is left.
 */
export class RequestGate implements Gate {
  readonly account: string;
  readonly requests = { git: 0, rest: 0 };
  refusals = 0;
  budget?: RequestBudget;
  private readonly options: HostOptions;
  private readonly clock: GateClock;
  private closedUntil = 0;
  private toldUntil = 0;
  /** Grows with each closing: answers to requests sent before the last one are of the same trouble, not of a new one. */
  private era = 0;
  private opening?: Promise<void>;
  /** How many have left since it opened. */
  private leaving = 0;

  constructor(account: string, options: HostOptions, clock: GateClock = REAL) {
    this.account = account;
    this.options = options;
    this.clock = clock;
  }

  turn(kind: "git" | "rest"): RequestTurn {
    const patience = { refusals: 0, waitedMs: 0 };
    let era = this.era;
    return {
      begin: async () => {
        patience.waitedMs += await this.pass();
        era = this.era;
        this.requests[kind] += 1;
      },
      mustWait: (answer) => {
        this.budget = readBudget(answer) ?? this.budget;
        const refusal = readRefusal(answer, new Date(this.clock.now()));
        if (!refusal) return false;
        this.refusals += 1;
        const { waitMs, giveUp } = planWait(refusal, patience, this.clock.chance());
        patience.refusals += 1;
        this.close(this.clock.now() + waitMs, era);
        if (giveUp) throw refused(this.clock.now() + waitMs);
        return true;
      },
    };
  }

  /** Waits while the gate is closed. @returns how long that was, in milliseconds */
  private async pass(): Promise<number> {
    const { signal } = this.options;
    signal?.throwIfAborted();
    const from = this.clock.now();
    while (this.closedUntil > this.clock.now()) {
      // Nobody sleeps for hours: whoever comes now is told when to come back, as the one that met the limit was.
      if (isTooLong(this.left())) throw refused(this.closedUntil);
      this.opening ??= this.open();
      await this.opening;
      await this.clock.sleep((this.leaving++ + this.clock.chance()) * SPACING_MS, signal);
    }
    return this.clock.now() - from;
  }

  private close(until: number, era: number): void {
    this.closedUntil = Math.max(this.closedUntil, until);
    if (era === this.era) {
      this.era += 1;
      this.options.listener?.throttled?.();
    }
    const told = this.toldUntil > this.clock.now() && this.closedUntil - this.toldUntil < NEWS_MS;
    if (told || isTooLong(this.left())) return;
    this.toldUntil = this.closedUntil;
    this.options.listener?.waiting?.(this.account, new Date(this.closedUntil));
  }

  /** Resolves when the gate opens, for all who wait at it. */
  private async open(): Promise<void> {
    try {
      for (let left = this.left(); left > 0 && !isTooLong(left); left = this.left())
        await this.clock.sleep(left, this.options.signal);
    } finally {
      this.opening = undefined;
      this.leaving = 0;
      this.options.listener?.resumed?.(this.account);
    }
  }

  private left(): number {
    return this.closedUntil - this.clock.now();
  }
}

function refused(until: number): AppError {
  return new AppError("github-rate-limited", { until: new Date(until).toISOString().replace(/\.\d+Z$/, "Z") });
}
