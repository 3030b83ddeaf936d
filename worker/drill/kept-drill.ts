import type { DrillItem, DrillRecord } from "@/lib/domain/drill";
import type { RepositoryName } from "@/lib/domain/ids";
import { writeDrill } from "@/lib/operations/drill-records";
import type { RunRecorder } from "../run-recorder";
import type { DrillContext } from "./drill-context";

/** The drill's record, in the bucket before anything is made: whatever ends the process, the next drill knows what to take away. */
export class KeptDrill {
  private readonly context: DrillContext;
  private value: DrillRecord;
  private etag?: string;

  constructor(context: DrillContext, value: DrillRecord) {
    this.context = context;
    this.value = value;
    this.tell();
  }

  get items(): DrillItem[] {
    return this.value.items;
  }

  item(repository: RepositoryName, facts: Partial<DrillItem>): void {
    const items = this.value.items.map((each) => (each.repository === repository ? { ...each, ...facts } : each));
    this.value = { ...this.value, items };
    this.tell();
  }

  /** @throws AppError storage-* */
  async keep(facts: Partial<DrillRecord> = {}): Promise<void> {
    this.value = { ...this.value, ...facts };
    this.tell();
    this.etag = (await writeDrill(this.context.records, this.value, this.etag)).etag;
  }

  private tell(): void {
    const { recorder }: { recorder: RunRecorder } = this.context;
    const { items } = this.value;
    const done = items.filter(({ state }) => state !== "waiting").length;
    const bytes = items.reduce((sum, item) => sum + (item.state === "waiting" ? 0 : item.bytes), 0);
    recorder.update({ drill: this.value, progress: { done, total: items.length, bytes, current: [] } });
  }
}
