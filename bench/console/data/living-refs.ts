// The refs of one repository of the large fleet, and what a day of work does to them. Nothing is behind them but their names:
// the console reads headers of bundles and never a pack.
import { createHash } from "node:crypto";
import type { Ref, RefAdvertisement } from "@/lib/domain/refs";
import type { Random } from "@/sandbox/seed/random";

const MAIN = "refs/heads/main";

export class LivingRefs {
  /** By name. */
  private readonly refs = new Map<string, string>();
  private readonly id: number;
  private commits = 0;
  private pulls = 0;
  private releases = 0;

  constructor(id: number, random: Random) {
    this.id = id;
    this.move(MAIN);
    for (let count = random.between(2, 9); count > 0; count--) this.branch(random);
    for (let count = random.between(2, 15); count > 0; count--) this.pull();
    for (let count = random.between(7, 25); count > 0; count--) this.release();
  }

  /** Something moves on each of these days. */
  workday(random: Random): void {
    if (random.chance(0.85)) this.move(MAIN);
    else this.move(this.oneOf("refs/heads/", random));
    if (random.chance(0.4)) this.pull();
    if (random.chance(0.3)) this.branch(random);
    if (random.chance(0.3)) this.remove(this.oneOf("refs/heads/", random));
    if (random.chance(0.2)) this.move(this.oneOf("refs/pull/", random));
    if (random.chance(0.1)) this.release();
  }

  get advertisement(): RefAdvertisement {
    const refs = [...this.refs].map(([name, oid]): Ref => ({ name, oid }));
    return { objectFormat: "sha1", refs, headTarget: MAIN, headOid: this.refs.get(MAIN) };
  }

  private branch(random: Random): void {
    this.move(`refs/heads/${random.pick(["topic", "fix", "release", "renovate"])}/${++this.commits}`);
  }

  private pull(): void {
    this.move(`refs/pull/${++this.pulls}/head`);
  }

  private release(): void {
    this.move(`refs/tags/v1.${++this.releases}.0`);
  }

  private move(name: string): void {
    this.refs.set(
      name,
      createHash("sha1")
        .update(`${this.id} ${name} ${++this.commits}`)
        .digest("hex"),
    );
  }

  private remove(name: string): void {
    if (name !== MAIN) this.refs.delete(name);
  }

  private oneOf(prefix: string, random: Random): string {
    const names = [...this.refs.keys()].filter((name) => name.startsWith(prefix));
    return names[random.between(0, names.length - 1)] ?? MAIN;
  }
}
