import type { Receipt } from "@/lib/domain/receipt";
import type { RestoreStep } from "@/lib/domain/restore-steps";
import type { PushProgress } from "@/lib/domain/run";
import { StepClock } from "../step-clock";
import { PushMeter } from "./push/push-meter";
import type { Begun } from "./restore-context";

/** Tells each step of the plan as it begins, in the plan's words, and measures it; `times` ends the last one. */
export function stepsOf({ recorder, log, now, agreed }: Begun): {
  clock: StepClock;
  step: (name: RestoreStep) => void;
  times: () => Pick<Receipt, "startedAt" | "finishedAt" | "durations">;
} {
  const startedAt = now().toISOString();
  const clock = new StepClock(now, (name, text) => {
    recorder.update({ phase: name });
    log.info(name, text);
  });
  const words = new Map(agreed.plan.steps.map(({ step, text }) => [step, text]));
  return {
    clock,
    step: (name) => clock.begin(name, words.get(name) ?? name),
    times: () => ({ startedAt, finishedAt: now().toISOString(), durations: clock.end() }),
  };
}

/** Keeps the record's progress by the bytes that came from the bucket, and by those that go to GitHub. */
export function progressTold({ recorder, agreed, now }: Begun): { onBytes: (count: number) => void; meter: PushMeter } {
  const total = agreed.plan.totalBytes;
  let bytes = 0;
  let push: PushProgress | undefined;
  const tell = () => recorder.update({ progress: { done: bytes, total, bytes, current: [], push } });
  return {
    onBytes: (count) => {
      bytes += count;
      tell();
    },
    meter: new PushMeter((told) => {
      push = told;
      tell();
    }, now),
  };
}
