import { byKind, type SeenAnomaly } from "./anomaly-kind";
import type { Manifest, ManifestEntry } from "./manifest";

interface WithAnomalies {
  anomalies?: Manifest["anomalies"];
  repos: readonly Pick<ManifestEntry, "repo" | "anomalies">[];
}

/**
 * Everything out of the ordinary that a snapshot was the first to see, the worst first. Each is relative to the snapshot
 * before, so a state that lasts stands in one manifest only.
 */
export function anomaliesIn({ anomalies, repos }: WithAnomalies): SeenAnomaly[] {
  const ofRun = (anomalies ?? []).map(({ kind, message }): SeenAnomaly => ({ kind, message }));
  const ofEntries = repos.flatMap(({ repo, anomalies: own }) =>
    (own ?? []).map(({ kind, message }): SeenAnomaly => ({ repo, kind, message })),
  );
  return [...ofRun, ...ofEntries].sort(byKind);
}
