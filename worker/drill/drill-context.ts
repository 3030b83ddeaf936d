import type { DrillEnvironment } from "@/lib/env";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { RestoreContext } from "../restore/restore-context";
import type { RunRecorder } from "../run-recorder";

/** What a drill works with: a restore's context, and a place for its own record, without which it proves nothing. */
export type DrillContext = Omit<RestoreContext, "asked" | "print" | "env" | "recorder"> & {
  env: DrillEnvironment;
  recorder: RunRecorder;
  records: ObjectStore;
};
