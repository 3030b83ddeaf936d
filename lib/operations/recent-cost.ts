// The month's cost for pages that are asked for often: rules of buckets and sizes change seldom, and reading them takes a
// dozen requests.
import { type MonthlyCost, monthlyCost } from "@/lib/domain/cost/monthly-cost";
import { type ReadRetention, readRetention } from "./read-retention";
import { soon } from "./soon";

/** As long as the page "Retention and cost" waits before it asks again. */
const KEPT_MS = 300_000;
/** A bucket that does not answer takes half a minute to say so: no page waits that long for a cost. */
const PATIENCE_MS = 1000;

export class RecentCost {
  private known: { at: number; cost: MonthlyCost } | undefined;
  private reading: Promise<MonthlyCost | undefined> | undefined;

  /**
   * What was reckoned last; when that is a while ago it is still given, and reckoned anew for whoever asks next. Undefined
   * before the first backup, and while the first answer takes its time.
   */
  async read(deps: ReadRetention, now: Date): Promise<MonthlyCost | undefined> {
    if (this.known && now.getTime() - this.known.at < KEPT_MS) return this.known.cost;
    const reading = this.renew(deps, now);
    if (!this.known) return soon(reading, PATIENCE_MS);
    // It is told when it is asked for again.
    reading.catch(() => undefined);
    return this.known.cost;
  }

  private renew(deps: ReadRetention, now: Date): Promise<MonthlyCost | undefined> {
    this.reading ??= readRetention(deps)
      .then((retention) => {
        const cost = monthlyCost(retention);
        if (cost) this.known = { at: now.getTime(), cost };
        return cost;
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }
}
