// How what two people say of a plan is written.
import { z } from "zod";
import { approvalId, runId } from "../ids-schema";
import { personId } from "../person-id-schema";
import { ROLES } from "../role";
import { TWO_PEOPLE_ACTS } from "./two-people";

export const namedPerson = z.object({ id: personId, login: z.string(), role: z.enum(ROLES) });
export type NamedPerson = z.infer<typeof namedPerson>;

export const approvalRequest = z.object({
  version: z.literal(1),
  id: approvalId,
  act: z.enum(TWO_PEOPLE_ACTS),
  /** Of the plan, which lies beside it: exactly this is approved, and nothing else. */
  plan_digest: z.string(),
  /** The plan in a few words. */
  about: z.string(),
  by: namedPerson,
  at: z.iso.datetime(),
  /** From then on it can be neither approved nor used. */
  until: z.iso.datetime(),
  /** In the words of whoever asks. */
  why: z.string(),
});
export type ApprovalRequest = z.infer<typeof approvalRequest>;

export const approvalDecision = z.object({
  version: z.literal(1),
  decision: z.enum(["approved", "refused"]),
  plan_digest: z.string(),
  by: namedPerson,
  at: z.iso.datetime(),
  /** What the second person adds. */
  note: z.string().optional(),
});
export type ApprovalDecision = z.infer<typeof approvalDecision>;

/** There is one object for both, so that what was taken back can never be used, and the other way round. */
export const approvalEnd = z.discriminatedUnion("end", [
  z.object({ version: z.literal(1), end: z.literal("used"), run: runId, by: namedPerson, at: z.iso.datetime() }),
  z.object({ version: z.literal(1), end: z.literal("withdrawn"), by: namedPerson, at: z.iso.datetime() }),
]);
export type ApprovalEnd = z.infer<typeof approvalEnd>;
