// What a person does or is refused, told in the audit trail.
import "server-only";
import { randomBytes } from "node:crypto";
import type { AuditNote, AuditResult, AuditSubject } from "@/lib/domain/audit/audit-entry";
import { type AppError, asAppError } from "@/lib/domain/errors";
import type { Act } from "@/lib/domain/role";
import type { AuditTrail } from "@/lib/operations/audit-trail";
import type { Door, Known } from "./door";
import type { Session } from "./session";

interface Doing<R> {
  session: Session;
  action: Act;
  subject: AuditSubject;
  done?: (result: R) => AuditSubject;
}

/** Of one person and action one refusal a minute is told: whoever presses again and again fills no bucket. */
const REFUSAL_MS = 60_000;
const DAY_MS = 86_400_000;
const PEOPLE = 1000;

/** One request. */
export class Audited {
  private readonly trail: AuditTrail;
  private readonly door: Door;
  private readonly request: string;
  private readonly address?: string;

  constructor(trail: AuditTrail, door: Door, headers: Headers, request: string) {
    this.trail = trail;
    this.door = door;
    this.request = request;
    this.address = addressOf(headers);
  }

  /** @throws AppError as requireRole; what is refused to somebody who is known is told */
  async role(action: Act, subject: AuditSubject, how: { fresh?: boolean } = {}): Promise<Session> {
    try {
      return await this.door.require(action, how);
    } catch (error) {
      const person = await this.door.who();
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

  private async refused(person: Known, action: Act | "any act", subject: AuditSubject, error: AppError): Promise<void> {
    if (!tooSoon(`${person.id} ${person.token?.id ?? ""} ${action}`, REFUSAL_MS)) {
      const { code, message: detail } = error;
      const about = { action, actor: personOf(person), address: this.address, request: this.request };
      await this.tell({ ...about, ...subject, phase: "event", result: "refused", code, detail });
    }
  }

  private tell(note: AuditNote): Promise<void> {
    return tell(this.trail, note);
  }
}

/** What happened to us, with a request that is not let in: told once a day for each `key`. */
export async function tellOnce(
  trail: AuditTrail,
  headers: Headers,
  key: string,
  note: Omit<AuditNote, "phase" | "request" | "address">,
): Promise<void> {
  if (tooSoon(key, DAY_MS)) return;
  const request = randomBytes(4).toString("hex");
  await tell(trail, { ...note, phase: "event", address: addressOf(headers), request });
}

/** What has happened has happened: that it could not be told stands in the log, and the intent without an outcome in the trail. */
async function tell(trail: AuditTrail, note: AuditNote): Promise<void> {
  try {
    await trail.append(note);
  } catch (error) {
    const { message } = asAppError(error);
    console.error(JSON.stringify({ level: "error", event: "audit-not-written", message, entry: note }));
  }
}

const told = new Map<string, number>();

function tooSoon(key: string, ms: number): boolean {
  const now = Date.now();
  const soon = now - (told.get(key) ?? 0) < ms;
  if (!soon) told.set(key, now);
  const [oldest] = told.keys();
  if (told.size > PEOPLE && oldest !== undefined) told.delete(oldest);
  return soon;
}

export function personOf({ id, login, role, token }: Known) {
  const by = token && { token: { id: token.id, name: token.name } };
  return { kind: "person" as const, id, login, ...(role ? { role } : {}), ...by };
}

/** The last one that was added: by the load balancer, which saw it. What stands before it anybody can claim. */
export function addressOf(headers: Headers): string | undefined {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 45) || undefined;
}
