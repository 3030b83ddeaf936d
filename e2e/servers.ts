// What the browser cannot see: GitHub's refs through stock git, metrics and faults through the sandbox's own interfaces.
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import type { SandboxUrls } from "@/sandbox/environment";
import { mintToken } from "@/sandbox/mint-token";
import { APPS, REGION } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { ADMIN } from "@/sandbox/shared/principals";

export const urls = (): SandboxUrls => JSON.parse(process.env.E2E_URLS ?? "{}");
const dataDir = () => process.env.E2E_DATA ?? "";

/** `git ls-remote` with a minted token: branches and tags, "oid<TAB>name" a line. */
export async function lsRemote(repository: string): Promise<string[]> {
  const url = new URL(`${urls().github}/${repository}.git`);
  url.username = "x-access-token";
  url.password = await mintToken(urls().githubApi, dataDir(), APPS.backup);
  const lines = (await runGit(["ls-remote", url.toString()])).split("\n");
  return lines.filter((line) => /\trefs\/(heads|tags)\//.test(line));
}

export async function breakRepository(repository: string): Promise<void> {
  const rule = { match: { path: `^/${repository}\\.git/` }, action: { kind: "status", status: 500 }, times: 0 };
  await fetch(`${urls().github}/_sandbox/faults`, { method: "POST", body: JSON.stringify(rule) });
}

export async function mendEverything(): Promise<void> {
  await fetch(`${urls().github}/_sandbox/faults`, { method: "DELETE" });
}

const cloudwatch = () => new CloudWatchClient({ endpoint: urls().aws, region: REGION, credentials: ADMIN });

export async function alarmState(name: string): Promise<string | undefined> {
  const answer = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return answer.MetricAlarms?.[0]?.StateValue;
}

/** The newest value published in the last minutes. */
export async function latestMetric(MetricName: string): Promise<number | undefined> {
  const MetricStat = { Metric: { Namespace: METRIC_NAMESPACE, MetricName }, Period: 1, Stat: "Maximum" };
  const range = { StartTime: new Date(Date.now() - 600_000), EndTime: new Date(Date.now() + 60_000) };
  const answer = await cloudwatch().send(
    new GetMetricDataCommand({ MetricDataQueries: [{ Id: "m", MetricStat }], ...range }),
  );
  return answer.MetricDataResults?.[0]?.Values?.[0];
}
