// Ten thousand repositories over a year: each day 2 % are pushed to, each week some are renamed, deleted, made and archived, and
// every day a few cannot be backed up.
import type { RepositoryName } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import { ORGANISATION } from "@/sandbox/names";
import { Random } from "@/sandbox/seed/random";
import type { ListedRepository } from "./capture-by-rules";
import { LivingRefs } from "./living-refs";

const SHARE_CHANGED = 0.02;
/** Of each, in a week, of ten thousand. */
const WEEKLY = 3;
const DAYS_OF_A_WEEK = 7;
/** Of the fleet, on a day. */
const SHARE_FAILED = 0.0003;
/** Of the fleet, always. */
const SHARE_EMPTY = 0.003;

export class LargeFleet {
  /** What GitHub lists. */
  readonly repositories: ListedRepository[] = [];
  private readonly random = new Random(20_261_121);
  private readonly size: number;
  private made = 0;

  constructor(size: number) {
    this.size = size;
    while (this.repositories.length < size) this.create("2024-01-15T09:00:00Z");
  }

  /** @param at ISO 8601 */
  live(day: number, at: string): void {
    for (const each of this.repositories) each.failing = this.random.chance(SHARE_FAILED);
    for (let count = Math.round(this.size * SHARE_CHANGED); count > 0; count--) {
      const pushed = this.any();
      pushed.refs?.workday(this.random);
      pushed.pushedAt = at;
    }
    if (day % DAYS_OF_A_WEEK !== 0) return;
    for (let count = Math.ceil((WEEKLY * this.size) / 10_000); count > 0; count--) {
      this.repositories.splice(this.repositories.indexOf(this.any()), 1);
      this.create(at);
      const renamed = this.any();
      renamed.name = this.nameOf(++this.made);
      this.any().archived = true;
    }
  }

  private create(at: string): void {
    const number = ++this.made;
    const { random } = this;
    this.repositories.push({
      id: 100_000 + number * 7,
      name: this.nameOf(number),
      description: random.chance(0.8)
        ? `${capital(random.pick(TOPICS))} for the ${random.pick(TEAMS)} team`
        : undefined,
      topics: random.chance(0.3) ? [random.pick(TOPICS), "service"] : undefined,
      visibility: random.pick(["private", "private", "private", "internal", "public"]),
      archived: random.chance(0.1),
      fork: random.chance(0.05),
      pushedAt: at,
      failing: false,
      refs: random.chance(SHARE_EMPTY) ? undefined : new LivingRefs(number, random),
    });
  }

  private nameOf(number: number): RepositoryName {
    const [team, topic] = [this.random.pick(TEAMS), this.random.pick(TOPICS).replaceAll(" ", "-")];
    return repositoryName.parse(`${ORGANISATION}/${team}-${topic}-${number}`);
  }

  private any(): ListedRepository {
    return this.random.pick(this.repositories as [ListedRepository, ...ListedRepository[]]);
  }
}

const TEAMS = ["payments", "search", "mobile", "platform", "data", "identity", "growth", "logistics"] as const;
const TOPICS = ["web frontend", "api gateway", "event pipeline", "batch jobs", "client library", "terraform"] as const;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
