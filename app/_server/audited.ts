// What a person does or is refused, told in the audit trail.
import "server-only";
import type { AuditNote, AuditResult, AuditSubject } from "@/lib/domain/audit/audit-entry";
import { type AppError, asAppError } from "@/lib/domain/errors";
import type { Act } from "@/lib/domain/role";
import type { AuditTrail } from "@/lib/operations/audit-trail";
import { requireRole, type Session, whoIsAsking } from "./session";

interface Doing<R> {
  session: Session;
  action: Act;
  subject: AuditSubject;
  done?: (result: R) => AuditSubject;
}

/** Of one person and action one refusal a minute is told: whoever presses again and again fills no bucket. */
const REFUSAL_MS = 60_000;
const PEOPLE = 1000;

/** One request. */
export class Audited {
  private readonly trail: AuditTrail;
  private readonly request: string;
  private readonly address?: string;

  constructor(trail: AuditTrail, headers: Headers, request: string) {
    this.trail = trail;
    this.request = request;
    this.address = addressOf(headers);
  }

  /** @throws AppError as requireRole; what is refused to somebody who is known is told */
  async role(action: Act, subject: AuditSubject, how: { fresh?: boolean } = {}): Promise<Session> {
    try {
      return await requireRole(action, how);
    } catch (error) {
      const person = await whoIsAsking();
      if (person) await this.refused(person, action, subject, asAppError(error));
      throw error;
    }
  }

  /** Does `check`; when it throws, that is a refusal. */
  async refusing(session: Session, check: () => void): Promise<void> {
    try {
      check();
    } catch (error) {
      await this.refused(session, "any act", {}, asAppError(error));
      throw error;
    }
  }

  /** @throws AppError audit-not-written, before anything was done; and what `work` throws */
  async act<R>({ session, action, subject, done }: Doing<R>, work: () => Promise<R>): Promise<R> {
    const about = { action, actor: personOf(session), address: this.address, request: this.request };
    await this.trail.append({ ...about, ...subject, phase: "intent" });
    let result: R;
    try {
      result = await work();
    } catch (error) {
      const { code, message: detail, http } = asAppError(error);
      // What was wrong with the request was refused; the rest went wrong.
      const outcome: AuditResult = http < 500 ? "refused" : "failed";
      await this.tell({ ...about, ...subject, phase: "outcome", result: outcome, code, detail });
      throw error;
    }
    await this.tell({ ...about, ...subject, ...done?.(result), phase: "outcome", result: "done" });
    return result;
  }

  private async refused(
    person: Pick<Session, "id" | "login"> & Partial<Session>,
    action: Act | "any act",
    subject: AuditSubject,
    error: AppError,
  ): Promise<void> {
    if (!tooSoon(`${person.id} ${action}`)) {
      const { code, message: detail } = error;
      const about = { action, actor: personOf(person), address: this.address, request: this.request };
      await this.tell({ ...about, ...subject, phase: "event", result: "refused", code, detail });
    }
  }

  /** What has happened has happened: that it could not be told stands in the log, and the intent without an outcome in the trail. */
  private async tell(note: AuditNote): Promise<void> {
    try {
      await this.trail.append(note);
    } catch (error) {
      const { message } = asAppError(error);
      console.error(JSON.stringify({ level: "error", event: "audit-not-written", message, entry: note }));
    }
  }
}

const told = new Map<string, number>();

function tooSoon(key: string): boolean {
  const now = Date.now();
  const soon = now - (told.get(key) ?? 0) < REFUSAL_MS;
  if (!soon) told.set(key, now);
  const [oldest] = told.keys();
  if (told.size > PEOPLE && oldest !== undefined) told.delete(oldest);
  return soon;
}

export function personOf({ id, login, role }: Pick<Session, "id" | "login"> & Partial<Session>) {
  return { kind: "person" as const, id, login, ...(role ? { role } : {}) };
}

/** The last one that was added: by the load balancer, which saw it. What stands before it anybody can claim. */
export function addressOf(headers: Headers): string | undefined {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 45) || undefined;
}
