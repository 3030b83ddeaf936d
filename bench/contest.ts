// Reference and worker as processes in one arena, each run measured.
import { tmpdir } from "node:os";
import { WORKER_NODE_OPTIONS } from "@/sandbox/worker-command";
import type { Arena } from "./arena";
import { WORKER } from "./built-worker";
import { type Cost, measure } from "./measure";

/** Settings with which the worker trusts the pack's own checksum. */
export const TRAILER_ONLY = { CHECK_OBJECTS: "false", CONNECTIVITY_CHECK: "off" };

/** Every object inflated, and no git on the side. */
export const NO_CONNECTIVITY = { CONNECTIVITY_CHECK: "off" };

export class Contest {
  readonly arena: Arena;
  private buckets = 0;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** The variables of a client with an empty bucket of its own. */
  newBucket(): Promise<Record<string, string>> {
    this.buckets += 1;
    return this.arena.client(`bench-${this.buckets}`);
  }

  /** tsx keeps what it has compiled in TMPDIR: that is not the reference's scratch, which it makes in BENCH_SCRATCH. */
  reference(env: Record<string, string>, day: string): Promise<Cost> {
    return this.run(["--import", "tsx", "bench/reference.ts"], { ...env, BENCH_DAY: day, TMPDIR: tmpdir() });
  }

  ours(env: Record<string, string>): Promise<Cost> {
    return this.run([...WORKER_NODE_OPTIONS, WORKER, "backup"], env);
  }

  private run(args: string[], env: Record<string, string>): Promise<Cost> {
    return measure(process.execPath, args, {
      env,
      scratch: this.arena.scratch,
      serverCpu: () => this.arena.serverCpu(),
    });
  }
}
