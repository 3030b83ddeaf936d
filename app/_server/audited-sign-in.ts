// Who comes and goes, told in the audit trail; whoever is refused, too.
import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { AuditNote } from "@/lib/domain/audit/audit-entry";
import { asAppError } from "@/lib/domain/errors";
import { personId } from "@/lib/domain/person-id-schema";
import { addressOf, personOf } from "./audited";
import type { ConsoleServices } from "./services";
import type { SessionContent } from "./session-cookie";

const known = z.object({ id: personId, login: z.string() });

export class AuditedSignIn {
  private readonly services: ConsoleServices;
  private readonly address?: string;

  constructor(services: ConsoleServices, headers: Headers) {
    this.services = services;
    this.address = addressOf(headers);
  }

  /** Whether the trail has it. Who is refused has a session all the same, which shows why and opens nothing. */
  signIn(person: SessionContent): Promise<boolean> {
    const { id, login } = person;
    return this.tell(async () => {
      const access = await this.services.access.ask(person);
      if ("role" in access)
        return { action: "sign in", actor: personOf({ id, login, role: access.role }), result: "done" };
      const { code, message: detail } = access.refusal;
      return { action: "sign in", actor: personOf({ id, login }), result: "refused", code, detail };
    });
  }

  /** Undefined for nobody we can take: next-auth would hand the reason to the browser, and nobody would find it in the log. */
  recognised(who: () => SessionContent): SessionContent | undefined {
    try {
      return who();
    } catch (error) {
      const { code, message, hint } = asAppError(error);
      console.error(JSON.stringify({ level: "error", event: "sign-in-failed", code, message, hint }));
      return undefined;
    }
  }

  /** The session is over whether or not it can be told. */
  async signOut(token: unknown): Promise<void> {
    const person = known.safeParse(token).data;
    if (person) await this.tell(async () => ({ action: "sign out", actor: personOf(person), result: "done" }));
  }

  private async tell(note: () => Promise<Omit<AuditNote, "phase" | "request">>): Promise<boolean> {
    try {
      const request = randomBytes(4).toString("hex");
      await this.services.audit.append({ ...(await note()), phase: "event", address: this.address, request });
      return true;
    } catch (error) {
      const { code, message } = asAppError(error);
      console.error(JSON.stringify({ level: "error", event: "audit-not-written", code, message }));
      return false;
    }
  }
}
