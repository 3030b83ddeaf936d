import type { AnomalyRules } from "@/lib/domain/anomaly";
import { withDefaults } from "@/lib/domain/anomaly-thresholds";
import type { BackupEnvironment } from "@/lib/env";

export const anomalyRules = (
  env: Pick<BackupEnvironment, "ANOMALY_THRESHOLDS" | "ANOMALY_IGNORE_REFS">,
): AnomalyRules => ({
  thresholds: withDefaults(env.ANOMALY_THRESHOLDS ?? {}),
  ignoredRefs: env.ANOMALY_IGNORE_REFS,
});
