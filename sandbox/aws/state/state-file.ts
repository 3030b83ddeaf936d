import { readJsonFile, writeFileDurably } from "../../shared/atomic-file";

/**
 * The state of one service in one JSON file. Change `value` in place, then `await save()`: when it resolves, the change
 * outlives a kill -9 and a power cut. Saves that overlap share one write. Dates survive the round trip.
 */
export class StateFile<T> {
  readonly value: T;
  private readonly file: string;
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;

  private constructor(file: string, value: T) {
    this.file = file;
    this.value = value;
  }

  static async open<T extends object>(file: string, empty: T): Promise<StateFile<T>> {
    const stored = reviveDates(await readJsonFile<unknown>(file)) as Partial<T> | undefined;
    return new StateFile(file, { ...empty, ...stored });
  }

  /** Resolves once everything changed before this call is durable. */
  save(): Promise<void> {
    this.waiting ??= this.writeAfter(this.running);
    return this.waiting;
  }

  private async writeAfter(previous: Promise<void>): Promise<void> {
    // Whoever waited for the previous write has heard of its failure; this one carries the same content and more.
    await previous.catch(() => undefined);
    this.running = writeFileDurably(this.file, serialise(this.value));
    this.waiting = undefined;
    await this.running;
  }
}

const DATE = "$date";

function serialise(value: unknown): string {
  return JSON.stringify(tagDates(value), null, 1);
}

/** JSON.stringify would turn a Date into text before a replacer sees it. */
function tagDates(value: unknown): unknown {
  if (value instanceof Date) return { [DATE]: value.getTime() };
  if (Array.isArray(value)) return value.map(tagDates);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tagDates(each)]));
}

function reviveDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reviveDates);
  if (typeof value !== "object" || value === null) return value;
  if (DATE in value) return new Date(value[DATE] as number);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, reviveDates(each)]));
}
