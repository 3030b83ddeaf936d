// How a line of the audit trail is written.
import { z } from "zod";
import { tokenId } from "../api-token/token-id-schema";
import { approvalId, runId } from "../ids-schema";
import { personId } from "../person-id-schema";
import { ROLES } from "../role";
import { AUDIT_ACTIONS, AUDIT_PHASES, AUDIT_RESULTS } from "./audit-entry";

const who = z.object({ id: personId, login: z.string() });
const person = z.object({
  kind: z.literal("person"),
  ...who.shape,
  role: z.enum(ROLES).optional(),
  /** By which token of theirs it was done; absent where they did it themselves. */
  token: z.object({ id: tokenId, name: z.string() }).optional(),
});
/** A worker's task; whoever asked for its run stands in the entry of the console. */
const task = z.object({ kind: z.literal("task"), verb: z.string(), trigger: z.string() });
export const auditActor = z.discriminatedUnion("kind", [person, task]);
export type AuditActor = z.infer<typeof auditActor>;

export const auditEntry = z.object({
  version: z.literal(1),
  /** Counts the entries of one day in UTC, from 1: a number that is missing is an entry that is missing. */
  number: z.number().int().positive(),
  /** SHA-256 of the object before this one, in hex; absent in the very first. */
  previous: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  at: z.iso.datetime(),
  /** The same in the intent and the outcome of one act; an error that a person was shown names it as its reference. */
  request: z.string(),
  phase: z.enum(AUDIT_PHASES),
  action: z.enum(AUDIT_ACTIONS),
  actor: auditActor,
  /** As the load balancer saw it. */
  address: z.string().optional(),
  /** In words: which repository, snapshot or file. */
  about: z.string().optional(),
  run: runId.optional(),
  plan_digest: z.string().optional(),
  /** Of what two people have to agree on: both of them, as far as there is a second one yet. */
  approval: z.object({ id: approvalId, asked_by: who, approved_by: who.optional() }).optional(),
  /** Names of the secrets that are read for it. */
  secrets: z.array(z.string()).optional(),
  result: z.enum(AUDIT_RESULTS).optional(),
  /** Of what was refused or failed. */
  code: z.string().optional(),
  detail: z.string().optional(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
