import type { ApprovalId, RunId } from "@/lib/domain/ids";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import type { Sides } from "@/lib/operations/both-sides";
import type { BundleSource } from "@/lib/rebuild/bundle-source";

/** The plan that is performed: approved, and the same when it is made anew here. */
export interface Agreed {
  plan: RestorePlan;
  digest: string;
  approvedBy: string;
  /** What two people agreed on, where they had to. */
  approval?: ApprovalId;
  /** The run whose work is gone on with. */
  retryOf?: RunId;
  checkOnly: boolean;
  /** The run that the journals are under: this one, or the one that is retried. */
  origin: RunId;
  sides: Sides;
  /** Where the bundles come from; one for the whole run, which remembers a bucket that is away. */
  source: BundleSource;
}
