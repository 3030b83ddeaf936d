import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { WireError } from "../git-wire/wire-error";
import type { FromThread, ToThread } from "./inflate-thread";
import type { Inspected } from "./pack-inspector";

/** How far the inspection of one stream may lag behind it; then the stream waits. */
const MAX_LAG_BYTES = 2 * 1024 * 1024;
/** More threads than this would only take memory: GitHub and S3 are the bottleneck. */
const MAX_THREADS = 4;

/** Messages cost more than their bytes do; what comes in small pieces is sent on in pieces of this size. */
const BATCH_BYTES = 64 * 1024;

/** Chunks come and go; a small nursery collects them early instead of letting them pile up. */
const THREAD_MEMORY = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 };

/** A pack being inspected on another thread. */
export interface PackInspection {
  /** Takes a copy of the chunk. Resolves when more may come. @throws WireError pack */
  write(chunk: Buffer): Promise<void>;
  /** @throws WireError pack */
  end(): Promise<Inspected>;
  /** Gives up; harmless after the end. */
  close(): void;
}

/** Threads that inflate every object of the packs that stream by. They do not keep the process alive. */
export class InspectionPool {
  private readonly size: number;
  private threads: InspectionThread[] = [];

  /** One core is left to the streams themselves. */
  constructor(size: number = Math.min(MAX_THREADS, availableParallelism() - 1)) {
    this.size = Math.max(1, size);
  }

  open(objectFormat: "sha1" | "sha256"): PackInspection {
    this.threads = this.threads.filter(({ ended }) => !ended);
    if (this.threads.length < this.size) this.threads.push(new InspectionThread());
    const idlest = this.threads.reduce((best, each) => (each.streams < best.streams ? each : best));
    return idlest.open(objectFormat);
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.stop()));
  }
}

class InspectionThread {
  /** It died, of memory for one; whoever asked it now would wait for ever. */
  ended = false;
  private readonly worker: Worker;
  private readonly open_ = new Map<number, Inspection>();
  private next = 0;

  constructor() {
    // Beside main.mjs in the bundle; beside this file when the sources run.
    const file = import.meta.url.endsWith(".ts") ? "./inflate-thread.ts" : "./inflate-thread.mjs";
    this.worker = new Worker(new URL(file, import.meta.url), { resourceLimits: THREAD_MEMORY });
    this.worker.unref();
    this.worker.on("message", (message: FromThread) => this.open_.get(message.stream)?.hear(message));
    this.worker.on("error", (error) => this.failAll(error.message));
    this.worker.on("exit", () => this.failAll("the thread that inspects packs has ended"));
  }

  get streams(): number {
    return this.open_.size;
  }

  open(objectFormat: "sha1" | "sha256"): PackInspection {
    const stream = this.next++;
    const send = (message: ToThread, transfer: ArrayBuffer[] = []) => this.worker.postMessage(message, transfer);
    const inspection = new Inspection(stream, send, () => this.open_.delete(stream));
    this.open_.set(stream, inspection);
    send({ stream, kind: "open", objectFormat });
    return inspection;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private failAll(message: string): void {
    this.ended = true;
    for (const [stream, inspection] of this.open_) inspection.hear({ stream, kind: "refused", message });
  }
}

class Inspection implements PackInspection {
  private readonly stream: number;
  private readonly send: (message: ToThread, transfer?: ArrayBuffer[]) => void;
  private readonly forget: () => void;
  /** Bytes sent that the thread has not told to have taken. */
  private lag = 0;
  private batch?: Uint8Array<ArrayBuffer>;
  private filled = 0;
  private refused?: WireError;
  private inspected?: Inspected;
  private wake: () => void = () => undefined;

  constructor(stream: number, send: (message: ToThread, transfer?: ArrayBuffer[]) => void, forget: () => void) {
    this.stream = stream;
    this.send = send;
    this.forget = forget;
  }

  hear(message: FromThread): void {
    if (message.kind === "taken") this.lag -= message.bytes;
    else if (message.kind === "inspected") this.inspected = message.inspected;
    else this.refused ??= new WireError("pack", message.message);
    this.wake();
  }

  async write(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      this.batch ??= new Uint8Array(BATCH_BYTES);
      const end = Math.min(chunk.length, at + BATCH_BYTES - this.filled);
      this.batch.set(chunk.subarray(at, end), this.filled);
      this.filled += end - at;
      at = end;
      if (this.filled === BATCH_BYTES) this.flush();
    }
    if (this.lag > MAX_LAG_BYTES || this.refused) await this.until(() => this.lag <= MAX_LAG_BYTES);
  }

  async end(): Promise<Inspected> {
    this.flush();
    this.send({ stream: this.stream, kind: "end" });
    await this.until(() => this.inspected !== undefined);
    this.forget();
    return this.inspected ?? { objects: 0, largestBytes: 0 };
  }

  close(): void {
    if (!this.inspected && !this.refused) this.send({ stream: this.stream, kind: "close" });
    this.forget();
  }

  private flush(): void {
    if (!this.batch || this.filled === 0) return;
    const bytes = this.batch.subarray(0, this.filled);
    this.lag += bytes.byteLength;
    // Handed over, not copied a second time.
    this.send({ stream: this.stream, kind: "chunk", bytes }, [bytes.buffer]);
    this.batch = undefined;
    this.filled = 0;
  }

  private async until(ready: () => boolean): Promise<void> {
    while (!this.refused && !ready()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.refused) throw this.refused;
  }
}
