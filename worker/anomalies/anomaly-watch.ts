// Looks at each captured repository for what ordinary work does not do, and keeps the chain from before where it finds it.
import { type AnomalyRules, ancestryQuestions, detectAnomalies, type RepositoryState } from "@/lib/domain/anomaly";
import { ANOMALY_VIEW, type Anomaly } from "@/lib/domain/anomaly-kind";
import { asAppError } from "@/lib/domain/errors";
import type { ManifestEntry } from "@/lib/domain/manifest";
import { type RefScope, withinScope } from "@/lib/domain/ref-scope";
import { type RefAdvertisement, unescapeRefName } from "@/lib/domain/refs";
import type { HostedRepository } from "@/lib/ports/code-host";
import { type HoldContext, type LastGood, placeHold } from "../holds/place-hold";
import type { KnownChains } from "../known-chains";
import type { Log } from "../log";
import type { AncestryDesk } from "./ask-ancestry";

export interface AnomalyWatchContext extends HoldContext {
  chains: KnownChains;
  desk: AncestryDesk;
  rules: AnomalyRules;
  refScope: RefScope;
}

interface Captured {
  repository: HostedRepository;
  /** As GitHub showed it, refs out of scope included: those of pull requests tell what is not lost. */
  advertised: RefAdvertisement;
  entry: Partial<ManifestEntry>;
}

type Seen = Pick<ManifestEntry, "anomalies" | "holds" | "warnings">;

export class AnomalyWatch {
  private readonly context: AnomalyWatchContext;

  constructor(context: AnomalyWatchContext) {
    this.context = context;
  }

  /**
   * Compares with the last good snapshot, never with what a lost run had begun: so a run that is made again sees the same,
   * and what lasts is seen once. An unchanged repository costs nothing. Throws only when the run ends.
   */
  async look(captured: Captured): Promise<Seen> {
    const { repository, entry } = captured;
    const { chains, log, signal } = this.context;
    try {
      const lastGood = await chains.lastGood(repository);
      const isNew = lastGood?.entry.refs !== undefined && lastGood.entry.refs.digest !== entry.refs?.digest;
      if (!isNew || lastGood.entry.chain.length === 0) return {};
      const { anomalies, unknown } = await this.compare(captured, lastGood);
      const told = unknown ? { warnings: [...(entry.warnings ?? []), unknown] } : {};
      if (unknown) log.warn("not-looked-at", `${repository.name}: ${unknown}`, { repo: repository.name });
      if (anomalies.length === 0) return told;
      tellAnomalies(repository.name, anomalies, log);
      return { ...told, anomalies, holds: [await placeHold(this.context, lastGood, anomalies)] };
    } catch (error) {
      signal.throwIfAborted();
      const unknown = `whether it changed out of the ordinary could not be looked at: ${asAppError(error).message}`;
      log.warn("not-looked-at", `${repository.name}: ${unknown}`, { repo: repository.name });
      return { warnings: [...(entry.warnings ?? []), unknown] };
    }
  }

  private async compare(
    { repository, advertised, entry }: Captured,
    lastGood: LastGood,
  ): Promise<{ anomalies: Anomaly[]; unknown?: string }> {
    const { chains, desk, rules, refScope } = this.context;
    const { chain, default_branch } = lastGood.entry;
    const before: RepositoryState = {
      // What has left the scope since is not deleted.
      refs: withinScope(refScope, await chains.refsOf(chain)).refs,
      defaultBranch: default_branch === undefined ? undefined : `refs/heads/${unescapeRefName(default_branch)}`,
      fullBytes: chain[0]?.size_bytes,
    };
    const [full] = entry.chain ?? [];
    const after: RepositoryState = {
      refs: advertised.refs,
      defaultBranch: advertised.headTarget,
      fullBytes: full?.s3_key === chain[0]?.s3_key ? undefined : full?.size_bytes,
    };
    const { answers, unknown } = await desk.ask(repository, ancestryQuestions(before, after, rules));
    return { anomalies: detectAnomalies(before, after, answers, rules), unknown };
  }
}

export function tellAnomalies(repo: string | undefined, anomalies: readonly Anomaly[], log: Log): void {
  for (const { kind, message } of anomalies) {
    const { label, meaning } = ANOMALY_VIEW[kind];
    log.warn("anomaly", `${repo ? `${repo}: ` : ""}${label.toLowerCase()}: ${message}`, { repo, kind, hint: meaning });
  }
}
