/** The AWS account and region the stand-in pretends to be, and the clock its services live by. */
export interface Account {
  region: string;
  accountId: string;
  now: () => Date;
  log: (line: string) => void;
}

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export function arnOf(account: Account, service: string, resource: string): string {
  return `arn:aws:${service}:${account.region}:${account.accountId}:${resource}`;
}

/** What comes after the last slash: the name in a role ARN or a cluster ARN. */
export function lastSegment(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
