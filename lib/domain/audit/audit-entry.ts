// One line of the audit trail: who did what, from where, and what became of it. Layout: docs/audit.md.
import { z } from "zod";
import { tokenId } from "../api-token/token-text";
import { approvalId, runId } from "../ids";
import { personId } from "../person-id";
import { ACTS, ROLES } from "../role";

/** What is told besides the actions that roles allow. `any act`: refused before it was looked at what it was. */
const OTHER_ACTIONS = ["sign in", "sign out", "use an API token", "any act", "carry out a run"] as const;
export const AUDIT_ACTIONS = [...ACTS, ...OTHER_ACTIONS] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** An act is told twice, before it is done and after; what only happens to us, such as a refusal, once. */
export const AUDIT_PHASES = ["intent", "outcome", "event"] as const;
export const AUDIT_RESULTS = ["done", "refused", "failed"] as const;
export type AuditResult = (typeof AUDIT_RESULTS)[number];

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

/** What is told of an act; its place in the chain is given when it is written. */
export type AuditNote = Omit<AuditEntry, "version" | "number" | "previous" | "at">;
/** What an act is about; all of it may become known only when it is done. */
export type AuditSubject = Partial<Pick<AuditEntry, "about" | "run" | "plan_digest" | "approval" | "secrets">>;

/** As a person reads it. */
export function actorName(actor: AuditActor): string {
  return actor.kind === "person" ? personName(actor) : `${actor.verb} task (${actor.trigger})`;
}

/** Whoever did it: `olga`, or `token nightly of olga`. */
export const personName = ({ login, token }: { login: string; token?: { name: string } }): string =>
  token ? `token ${token.name} of ${login}` : login;
