import { MOST_NAMED } from "@/lib/domain/proof-run";
import type { Choice } from "@/lib/domain/proof-selection";
import type { ProvableEntry } from "./choose-chains";
import type { ProofBook } from "./proof-book";
import type { VerifyContext } from "./verify-context";

/** Counts chains, and the bytes that came from the buckets; keeps the run's record told. */
export class VerifyProgress {
  private readonly context: VerifyContext;
  private readonly total: number;
  private readonly current = new Set<Choice<ProvableEntry>>();
  private readonly since: string;
  private done = 0;
  private bytes = 0;

  constructor(choices: readonly Choice<ProvableEntry>[], context: VerifyContext) {
    this.context = context;
    this.total = choices.length;
    this.since = context.now().toISOString();
    this.tell();
  }

  begin(choice: Choice<ProvableEntry>): void {
    this.current.add(choice);
    this.tell();
  }

  add(count: number): void {
    this.bytes += count;
    this.tell();
  }

  end(choice: Choice<ProvableEntry>, book: ProofBook): void {
    this.current.delete(choice);
    this.done += 1;
    this.context.recorder.update(failuresOf(book));
    this.tell();
  }

  private tell(): void {
    const { done, total, bytes, since } = this;
    const current = [...this.current].map(({ entry }) => entry.repo);
    this.context.recorder.update({ progress: { done, total, bytes, current, since } });
  }
}

/** The failures as the run's record names them. */
export function failuresOf({ proofs }: Pick<ProofBook, "proofs">) {
  const failed = proofs.flatMap(({ of: { repo }, proof: { side, problem } }) =>
    problem ? [{ repo, side, ...problem }] : [],
  );
  return { failures: failed.slice(0, MOST_NAMED), failure_count: failed.length };
}
