import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import type { RestoreStep } from "@/lib/domain/restore-steps";
import { type FetchedBundle, fetchChain } from "@/lib/rebuild/fetch-chain";
import { type Rebuilt, rebuildRepository } from "@/lib/rebuild/rebuild-repository";
import type { Begun } from "./restore-context";

export interface ReadJob {
  begun: Begun;
  item: RepositoryPlan;
  /** Called as each step begins. */
  step: (step: RestoreStep) => void;
  /** Bytes that came from the bucket; negative when a copy is given up. */
  onBytes: (count: number) => void;
}

export interface ReadItem {
  bundles: FetchedBundle[];
  rebuilt: Rebuilt;
  /** What did not come from where it was asked for. */
  notices: string[];
}

/** Reads the chain and rebuilds the repository below `scratch`: every object checked, every ref compared. @throws AppError */
export async function readItem({ begun, item, step, onBytes }: ReadJob, scratch: string): Promise<ReadItem> {
  const { signal, log, env, agreed, report } = begun;
  const notices: string[] = [];
  const onNotice = (text: string) => {
    notices.push(text);
    log.warn("other-source", text);
    report.warn(text);
  };
  step("read");
  const options = { signal, onBytes, onNotice, firstPauseMs: env.RETRY_PAUSE_MS };
  const bundles = await fetchChain(agreed.source, item, scratch, options);
  step("rebuild");
  const rebuilt = await rebuildRepository(item, bundles, scratch, signal);
  for (const finding of rebuilt.findings) log.warn("fsck", `${item.repository}: git fsck: ${finding}`);
  return { bundles, rebuilt, notices };
}
