// What the doctor looks with, in the console: it may read no App's key, and needs no git.
import "server-only";
import { HttpServerClock } from "@/lib/adapters/clock/http-server-clock";
import { CloudWatchMonitoring } from "@/lib/adapters/cloudwatch/cloudwatch-monitoring";
import { S3BucketInspector } from "@/lib/adapters/s3/s3-bucket-inspector";
import { SchedulerReader } from "@/lib/adapters/scheduler/scheduler-reader";
import { SnsSubscriptions } from "@/lib/adapters/sns/sns-subscriptions";
import type { ConsoleEnvironment } from "@/lib/env";
import { isStandby } from "@/lib/env-rules";
import { appsAsOfBackup } from "@/lib/operations/apps-as-of-backup";
import type { Examine } from "@/lib/operations/examine";
import { holdfastBuckets } from "@/lib/operations/holdfast-buckets";
import type { Backups } from "@/lib/operations/read-manifest";
import { targetsOf } from "@/lib/target-variables";

export function doctorOf(env: ConsoleEnvironment, primary: Backups): Examine {
  const { AWS_REGION: region, SCHEDULE_NAME: schedule } = env;
  return {
    buckets: holdfastBuckets(env).map(({ promises, region, endpoint }) => ({
      inspector: new S3BucketInspector({ bucket: promises.bucket, region, endpoint }),
      promises,
    })),
    apps: { backup: () => appsAsOfBackup(primary) },
    standby: isStandby(env),
    schedule: schedule ? { reader: new SchedulerReader({ region, name: schedule }), name: schedule } : undefined,
    alarms: {
      monitoring: new CloudWatchMonitoring({ region }),
      subscriptions: new SnsSubscriptions({ region }),
      prefix: env.ALARM_PREFIX,
      targets: targetsOf(env),
    },
    clock: new HttpServerClock(env.GITHUB_API_URL),
  };
}
