// Which stacks are deployed with an account's credentials, and which are taken down, in what order: from the synthesised assembly,
// so that no list has to be kept.
import type { CloudAssembly } from "aws-cdk-lib/cx-api";

/** Stacks that stay when an environment is taken down, by the last part of their name, with the reason. */
export const KEPT_STACKS: Readonly<Record<string, string>> = {
  storage: "it holds the backups",
  replica: "it holds their copies",
  key: "backups and copies are encrypted with its key",
  delivery: "it holds the images, and the role that takes the others down",
  "replica-delivery": "it holds the role that deploys the copies",
};

/** What another stack uses comes before it. */
export const deploymentOrder = (assembly: CloudAssembly, account: string): string[] =>
  assembly.stacks.filter((stack) => stack.environment.account === account).map(({ stackName }) => stackName);

/** What uses another stack goes before it; what holds data is not named at all. */
export const takeDownOrder = (assembly: CloudAssembly, account: string): string[] =>
  deploymentOrder(assembly, account)
    .filter((name) => !isKept(name))
    .reverse();

/** What holds data, once its buckets are empty; `delivery` stays, for its role does the work. */
export const destructionOrder = (assembly: CloudAssembly, account: string): string[] =>
  deploymentOrder(assembly, account)
    .filter((name) => isKept(name) && !name.endsWith("-delivery"))
    .reverse();

/** Stacks that somebody else's credentials deploy. */
export const stacksElsewhere = (assembly: CloudAssembly, account: string): string[] =>
  assembly.stacks.filter((stack) => stack.environment.account !== account).map(({ stackName }) => stackName);

/** Names are `holdfast-<environment>-<part>`, and both may have hyphens. */
export const isKept = (stackName: string): boolean =>
  Object.keys(KEPT_STACKS).some((part) => stackName.endsWith(`-${part}`));
