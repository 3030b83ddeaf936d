// What GitHub was asked before a restore, and the ways to say what it answered.
import type { AppError } from "./errors";
import type { RepositoryName } from "./ids";
import type { CheckState, PreflightCheck, PreflightId } from "./preflight-check";

export interface OrganisationFacts {
  organisation: string;
  /** The restore App's installation there; undefined when there is none. */
  installation?: { suspended: boolean; permissions: Record<string, string> };
  /** May private repositories be created by its members and Apps? Undefined where GitHub does not say. */
  privateAllowed?: boolean;
  /** Whether it belongs to an enterprise, where `internal` is possible. */
  enterprise?: boolean;
  /** Active rulesets that apply to new repositories; undefined where the App may not see them. */
  rulesets?: string[];
  /** Requests of the REST API that are left in this hour. */
  budget?: { remaining: number; limit: number; reset: string };
}

export interface TargetFacts {
  target: RepositoryName;
  /** redirects: the former name of another. ours: made by the run that is retried. */
  state: "free" | "taken" | "redirects" | "ours";
  /** Of one that redirects: the name it has now. */
  now?: string;
  /** Of a restore of one ref: whether the branch is there already. */
  branchTaken?: boolean;
}

export interface PreflightFacts {
  app: string;
  organisations: OrganisationFacts[];
  targets: TargetFacts[];
}

/** A check with the error that a refusal is, for whoever has to throw it. */
export type Judged = PreflightCheck & { error?: AppError };

export function check(id: PreflightId, state: CheckState, text: string, more: Partial<Judged> = {}): Judged {
  return { id, state, text, ...more };
}

export function refused(id: PreflightId, error: AppError, more: Partial<Judged> = {}): Judged {
  return check(id, "refused", sentence(error.message), { hint: error.hint, code: error.code, error, ...more });
}

/** A sentence of the error table as one that stands by itself. */
export const sentence = (message: string) => `${message[0]?.toUpperCase()}${message.slice(1)}.`;

/** As the run's record keeps it. */
export const recorded = ({ error: _, ...kept }: Judged): PreflightCheck => kept;
