import type { RestoreStep } from "@/lib/domain/restore-steps";

/** Tells each step as it begins and measures it until the next one does. */
export class StepClock {
  private readonly now: () => Date;
  private readonly tell: (step: RestoreStep, text: string) => void;
  private readonly durations: Record<string, number> = {};
  private current?: { step: RestoreStep; since: number };

  constructor(now: () => Date, tell: (step: RestoreStep, text: string) => void) {
    this.now = now;
    this.tell = tell;
  }

  begin(step: RestoreStep, text: string): void {
    this.close();
    this.current = { step, since: this.now().getTime() };
    this.tell(step, text);
  }

  /** Milliseconds per step so far. */
  end(): Record<string, number> {
    this.close();
    return { ...this.durations };
  }

  private close(): void {
    if (this.current) this.durations[this.current.step] = this.now().getTime() - this.current.since;
    this.current = undefined;
  }
}
