import type { RunRecord } from "@/lib/domain/run";

/**
 * What ECS tells a task of itself (task metadata endpoint, version 4): its ARN and where its log goes. Outside ECS, or
 * when the endpoint does not answer within two seconds, nothing: the run does not depend on it.
 */
export async function readTaskIdentity(metadataUri: string | undefined): Promise<RunRecord["task"] | undefined> {
  if (!metadataUri) return undefined;
  try {
    const [task, container] = await Promise.all([getJson(`${metadataUri}/task`), getJson(metadataUri)]);
    const log = (container.LogOptions ?? {}) as Record<string, string>;
    if (typeof task.TaskARN !== "string") return undefined;
    return { arn: task.TaskARN, log_group: log["awslogs-group"], log_stream: log["awslogs-stream"] };
  } catch {
    return undefined;
  }
}

async function getJson(url: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(2000) });
  return (await answer.json()) as Record<string, unknown>;
}
