// ARNs of things with fixed names, so that policies are plain text: readable in a diff, the same in every stack.
export interface Place {
  region: string;
  account: string;
}

/** aws, aws-cn or aws-us-gov. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

export const bucketArn = (region: string, bucket: string): string => `arn:${partitionOf(region)}:s3:::${bucket}`;

const regional = (service: string, { region, account }: Place, resource: string) =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;

export const roleArn = ({ region, account }: Place, role: string): string =>
  `arn:${partitionOf(region)}:iam::${account}:role/${role}`;
export const clusterArn = (place: Place, cluster: string): string => regional("ecs", place, `cluster/${cluster}`);
export const tasksArn = (place: Place, cluster: string): string => regional("ecs", place, `task/${cluster}/*`);
/** Every revision: the console starts a family's newest, whatever its number. */
export const taskDefinitionArn = (place: Place, family: string): string =>
  regional("ecs", place, `task-definition/${family}:*`);
export const serviceArn = (place: Place, cluster: string, service: string): string =>
  regional("ecs", place, `service/${cluster}/${service}`);
export const logGroupArn = (place: Place, group: string): string => regional("logs", place, `log-group:${group}`);
export const aliasArn = (place: Place, alias: string): string => regional("kms", place, alias);
export const alarmArn = (place: Place, name: string): string => regional("cloudwatch", place, `alarm:${name}`);
export const topicArn = (place: Place, name: string): string => regional("sns", place, name);
export const scheduleArn = (place: Place, name: string): string =>
  regional("scheduler", place, `schedule/default/${name}`);
