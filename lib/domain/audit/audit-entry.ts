// One line of the audit trail: who did what, from where, and what became of it. Layout: docs/audit.md.
import { ACTS } from "../role";
import type { AuditActor, AuditEntry } from "./audit-entry-schema";

export type { AuditActor, AuditEntry } from "./audit-entry-schema";

/** What is told besides the actions that roles allow. `any act`: refused before it was looked at what it was. */
const OTHER_ACTIONS = ["sign in", "sign out", "use an API token", "any act", "carry out a run"] as const;
export const AUDIT_ACTIONS = [...ACTS, ...OTHER_ACTIONS] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** An act is told twice, before it is done and after; what only happens to us, such as a refusal, once. */
export const AUDIT_PHASES = ["intent", "outcome", "event"] as const;
export const AUDIT_RESULTS = ["done", "refused", "failed"] as const;
export type AuditResult = (typeof AUDIT_RESULTS)[number];

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
