// Looks at the buckets every half a minute; between two looks it reads the refs that are not known yet, those somebody waits
// for first.
import { setTimeout as sleep } from "node:timers/promises";
import type { CatalogueStatus } from "@/lib/domain/catalogue/catalogue-status";
import type { FromIndexer, ToIndexer } from "@/lib/domain/catalogue/indexer-messages";
import { AppError, problemOf } from "@/lib/domain/errors";
import { fillCatalogue } from "@/lib/operations/fill-catalogue";
import { fillRefs } from "@/lib/operations/fill-refs";
import { inParallel } from "@/lib/operations/in-parallel";
import type { CatalogueWriter, RepositoryNumber } from "@/lib/ports/catalogue";
import type { IndexerServices } from "./services";

/** A request to list each bucket; sooner where somebody asks for it. */
const LOOK_EVERY_MS = 30_000;
const REPOSITORIES_AT_ONCE = 8;
const REPOSITORIES_IN_A_ROW = 256;
const TELL_EVERY_MS = 250;
/** Keys that somebody waits for; more are people who went on long ago. */
const MOST_WANTED = 100;

interface Deps extends IndexerServices {
  tell: (message: FromIndexer) => void;
}

export class Indexer {
  private readonly deps: Deps;
  private readonly wanted = new Set<string>();
  private status: CatalogueStatus = {
    state: "filling",
    snapshots: { done: 0, total: 0 },
    refs: { done: 0, total: 0 },
  };
  private toldAt = 0;
  private file = "";
  private wake = new AbortController();
  private lookNow = false;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  hear(message: ToIndexer): void {
    if (message.type === "refs" && this.wanted.size < MOST_WANTED) this.wanted.add(message.key);
    if (message.type === "look") this.lookNow = true;
    if (message.type === "damaged" && message.file === this.deps.catalogue.file) {
      this.deps.catalogue.renew();
      this.lookNow = true;
    }
    this.wake.abort();
  }

  async run(): Promise<never> {
    for (;;) {
      const next = Date.now() + LOOK_EVERY_MS;
      this.lookNow = false;
      await this.guarded(() => this.look());
      await this.guarded(() => this.readRefs(() => this.lookNow || Date.now() >= next));
      while (!this.lookNow && Date.now() < next) {
        await this.pause(next - Date.now());
        await this.guarded(() => this.readRefs(() => this.lookNow || Date.now() >= next));
      }
    }
  }

  private async look(): Promise<void> {
    const { sides, now } = this.deps;
    const writer = this.writer();
    this.say({ refs: writer.refsProgress() });
    const { done, total, problem } = await fillCatalogue({
      ...{ sides, writer, now },
      onNew: (snapshots) => this.say({ state: "filling", snapshots }),
      onProgress: (snapshots) => this.say({ state: "filling", snapshots }, "now and then"),
    });
    const lookedAt = now().toISOString();
    if (problem && problem.message !== this.status.problem?.message)
      console.error(JSON.stringify({ level: "warn", event: "catalogue-incomplete", ...problem }));
    this.say({ state: "ready", snapshots: { done, total }, refs: writer.refsProgress(), lookedAt, problem });
  }

  /** Until all are known, or until `enough`. */
  private async readRefs(enough: () => boolean): Promise<void> {
    const { sides } = this.deps;
    for (;;) {
      const writer = this.writer();
      const row = writer.withoutRefs(REPOSITORIES_IN_A_ROW);
      if (row.length === 0 && this.wanted.size === 0) break;
      await inParallel(row, REPOSITORIES_AT_ONCE, async (repository) => {
        if (enough()) return;
        for (const first of this.takeWanted()) await fillRefs(sides, writer, first);
        await fillRefs(sides, writer, repository);
      });
      for (const first of this.takeWanted()) await fillRefs(sides, writer, first);
      this.say({ refs: writer.refsProgress() });
      if (enough() || row.length < REPOSITORIES_IN_A_ROW) break;
    }
  }

  private takeWanted(): RepositoryNumber[] {
    const writer = this.writer();
    const numbers = [...this.wanted].flatMap((key) => writer.repositoryOf(key) ?? []);
    this.wanted.clear();
    return numbers;
  }

  /** A bucket that is away is told, and asked again with the next look. Anything else is a catalogue that cannot be trusted. */
  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError)) {
        console.error(JSON.stringify({ level: "warn", event: "catalogue-renewed", message: String(error) }));
        this.deps.catalogue.renew();
      }
      this.say({ problem: problemOf(error) });
    }
  }

  /** What was told of another file is not true of this one. */
  private writer(): CatalogueWriter {
    const { catalogue } = this.deps;
    const writer = catalogue.writer();
    if (catalogue.file !== this.file) {
      this.file = catalogue.file;
      const { total } = this.status.snapshots;
      this.status = { state: "filling", snapshots: { done: 0, total }, refs: { done: 0, total: 0 } };
    }
    return writer;
  }

  private say(change: Partial<CatalogueStatus>, when: "at once" | "now and then" = "at once"): void {
    this.status = { ...this.status, ...change };
    const now = Date.now();
    if (when === "now and then" && now - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = now;
    this.deps.tell({ type: "status", status: this.status, file: this.deps.catalogue.file });
  }

  private async pause(milliseconds: number): Promise<void> {
    this.wake = new AbortController();
    if (this.wanted.size > 0 || this.lookNow) return;
    await sleep(Math.max(0, milliseconds), undefined, { signal: this.wake.signal }).catch(() => undefined);
  }
}
