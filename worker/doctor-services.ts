// What the doctor looks with, from the command line. Each App's part is there when its variables are.
import { HttpServerClock } from "@/lib/adapters/clock/http-server-clock";
import { CloudWatchMonitoring } from "@/lib/adapters/cloudwatch/cloudwatch-monitoring";
import { GitHubCodeHost } from "@/lib/adapters/github/github-code-host";
import { S3BucketInspector } from "@/lib/adapters/s3/s3-bucket-inspector";
import { SchedulerReader } from "@/lib/adapters/scheduler/scheduler-reader";
import { SnsSubscriptions } from "@/lib/adapters/sns/sns-subscriptions";
import type { InstalledApp } from "@/lib/domain/doctor/judge-app";
import type { DoctorEnvironment } from "@/lib/env";
import { git } from "@/lib/git/git";
import type { Examine } from "@/lib/operations/examine";
import { holdfastBuckets } from "@/lib/operations/holdfast-buckets";
import { targetsOf } from "@/lib/target-variables";
import { githubApp } from "./services";

export function doctorServices(env: DoctorEnvironment): Examine {
  const { AWS_REGION: region, SCHEDULE_NAME: schedule } = env;
  return {
    buckets: holdfastBuckets(env).map(({ promises, region, endpoint }) => ({
      inspector: new S3BucketInspector({ bucket: promises.bucket, region, endpoint }),
      promises,
    })),
    apps: {
      backup: installationsOf(env, env.GITHUB_APP_ID, env.GITHUB_APP_KEY_SECRET_ARN),
      restore: installationsOf(env, env.RESTORE_APP_ID, env.RESTORE_APP_KEY_SECRET_ARN),
    },
    schedule: schedule ? { reader: new SchedulerReader({ region, name: schedule }), name: schedule } : undefined,
    alarms: {
      monitoring: new CloudWatchMonitoring({ region }),
      subscriptions: new SnsSubscriptions({ region }),
      prefix: env.ALARM_PREFIX,
      targets: targetsOf(env),
    },
    clock: new HttpServerClock(env.GITHUB_API_URL),
    git: () =>
      git(["--version"]).then(
        ({ stdout }) => stdout,
        () => undefined,
      ),
  };
}

function installationsOf(env: DoctorEnvironment, appId: number | undefined, keySecret: string | undefined) {
  if (appId === undefined || keySecret === undefined) return undefined;
  return async (): Promise<InstalledApp[]> => {
    const host = new GitHubCodeHost(await githubApp(env, appId, keySecret));
    const installations = await host.listInstallations();
    return installations.map(({ account, permissions = {}, suspendedAt }) => ({
      account,
      permissions,
      suspended: suspendedAt !== undefined,
    }));
  };
}
