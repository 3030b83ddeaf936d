import { type PushWords, readPushWords } from "@/lib/domain/push-sent";
import type { PushProgress } from "@/lib/domain/run";

/** Of git's words, as much as a line may be cut in two. */
const KEPT = 200;

/**
 * How much of what is to be pushed has been sent, by git's own count. Begun anew whenever it is planned anew: what a push that
 * broke off has sent is not there.
 */
export class PushMeter {
  private readonly tell: (progress: PushProgress) => void;
  private readonly now: () => Date;
  private of?: number;
  private since?: string;
  /** Of the pushes of this plan that came through. */
  private through = 0;
  private sent = 0;
  private unpacking = false;
  private text = "";

  constructor(tell: (progress: PushProgress) => void, now: () => Date) {
    this.tell = tell;
    this.now = now;
  }

  /** So many bytes are to go; undefined where GitHub may have some of them already. */
  plan(of: number | undefined): void {
    this.of = of;
    this.through = 0;
    this.since = undefined;
    this.begin();
  }

  /** One of its pushes. */
  begin(): void {
    this.sent = 0;
    this.unpacking = false;
    this.text = "";
    this.note();
  }

  /** What git prints, as it comes. */
  readonly heard = (chunk: string): void => {
    this.text = (this.text + chunk).slice(-(KEPT + chunk.length));
    const words = readPushWords(this.text);
    this.text = this.text.slice(-KEPT);
    if (words && this.takes(words)) this.note();
  };

  /** It came through. */
  done(): void {
    this.through += this.sent;
    this.sent = 0;
  }

  private takes({ bytes = 0, unpacking }: PushWords): boolean {
    const news = bytes > this.sent || (unpacking && !this.unpacking);
    this.sent = Math.max(this.sent, bytes);
    this.unpacking ||= unpacking;
    if (this.sent > 0) this.since ??= this.now().toISOString();
    return news;
  }

  private note(): void {
    const { of, since, unpacking } = this;
    this.tell({ sent: this.through + this.sent, of, since, unpacking: unpacking || undefined });
  }
}
