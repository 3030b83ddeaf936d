import { type AppError, asAppError } from "@/lib/domain/errors";
import type { Role } from "@/lib/domain/role";

export type Access = { role: Role } | { refusal: AppError };

/** How long a granted role holds before it is asked again: who leaves a team is out within this time. */
const GRANT_MS = 10 * 60_000;
/** A refusal is asked again soon: whoever is asked may have been away, or the person has just been invited. */
const REFUSAL_MS = 15_000;
const PEOPLE = 1000;

/**
 * The role of each signed-in person, asked anew every ten minutes: of GitHub, or of the provider that vouches for them. That it
 * cannot be reached is a refusal with that reason, never an old grant. Concurrent requests share one question.
 */
export class AccessDecisions<Person> {
  private readonly decide: (person: Person) => Promise<Role>;
  private readonly decided?: (person: Person, access: Access) => unknown;
  private readonly decisions = new Map<string, { access: Promise<Access>; until: number }>();

  /** `decided` is told of every decision, and nobody waits for it. */
  constructor(decide: (person: Person) => Promise<Role>, decided?: (person: Person, access: Access) => unknown) {
    this.decide = decide;
    this.decided = decided;
  }

  /** `session` tells people and their sign-ins apart, so that signing in again asks again; `fresh` asks whatever is known. */
  of(person: Person, session: string, now: Date, fresh = false): Promise<Access> {
    const known = fresh ? undefined : this.decisions.get(session);
    if (known && known.until > now.getTime()) return known.access;
    const access = this.ask(person);
    const entry = { access, until: now.getTime() + GRANT_MS };
    this.decisions.set(session, entry);
    void access.then((decided) => {
      if ("refusal" in decided) entry.until = now.getTime() + REFUSAL_MS;
    });
    this.forget(now);
    return access;
  }

  /** At this moment. */
  async ask(person: Person): Promise<Access> {
    const access = await this.asked(person);
    this.decided?.(person, access);
    return access;
  }

  private async asked(person: Person): Promise<Access> {
    try {
      return { role: await this.decide(person) };
    } catch (error) {
      return { refusal: asAppError(error) };
    }
  }

  private forget(now: Date): void {
    if (this.decisions.size <= PEOPLE) return;
    for (const [key, { until }] of this.decisions) if (until <= now.getTime()) this.decisions.delete(key);
    const [oldest] = this.decisions.keys();
    if (this.decisions.size > PEOPLE && oldest !== undefined) this.decisions.delete(oldest);
  }
}
