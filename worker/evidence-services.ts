// What the evidence pack is gathered with: reading only, but for the pack itself.
import { CloudWatchMonitoring } from "@/lib/adapters/cloudwatch/cloudwatch-monitoring";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import type { EvidenceEnvironment } from "@/lib/env";
import type { GatherEvidence } from "@/lib/operations/gather-evidence";
import { backupsIn } from "@/lib/operations/read-manifest";

export function evidenceServices(env: EvidenceEnvironment): GatherEvidence {
  const { AWS_REGION: region } = env;
  return {
    backups: backupsIn(new S3ObjectStore({ bucket: env.S3_BUCKET, region }), env.ROOT_PREFIX),
    records: new S3ObjectStore({ bucket: env.RECORDS_BUCKET, region }),
    monitoring: new CloudWatchMonitoring({ region }),
    alarmPrefix: env.ALARM_PREFIX,
    targetHours: env.FRESHNESS_TARGET_HOURS,
    configuration: {
      "Primary bucket": `${env.S3_BUCKET} (${region})`,
      "Replica bucket": env.REPLICA_BUCKET ? `${env.REPLICA_BUCKET} (${env.REPLICA_REGION ?? region})` : "none",
      GitHub: env.GITHUB_SERVER_URL,
      "Backups at least every": `${env.BACKUP_INTERVAL_HOURS} h`,
      "Newest backup not older than": `${env.FRESHNESS_TARGET_HOURS} h`,
      "Every chain proven at least every": `${env.PROOF_INTERVAL_DAYS} days`,
      "A drill at least every": env.DRILL_INTERVAL_DAYS ? `${env.DRILL_INTERVAL_DAYS} days` : "not configured",
      "In the replica within": `${env.REPLICA_TARGET_MINUTES} min`,
      "A new full bundle after": `${env.FULL_INTERVAL_DAYS} days`,
    },
  };
}
