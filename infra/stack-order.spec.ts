// Which stacks a pipeline deploys and takes down, with whose credentials: asked of what is synthesised, so that a stack that
// nobody deploys, or whose data nobody thought of, fails here.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROD, TWO_ACCOUNT } from "./environments";
import { namesOf, ownBuckets } from "./names";
import { parseConfig } from "./parse-config";
import { deploymentOrder, destructionOrder, isKept, stacksElsewhere, takeDownOrder } from "./stack-order";
import { onlyOne } from "./testing/only-one";
import { ENVIRONMENTS, type Synthesised, standby } from "./testing/synthesised";
import { parseYaml } from "./testing/yaml";

/** Every stack of every environment, also of one that nobody has thought of here. */
const EVERY = [...ENVIRONMENTS.map(([, environment]) => environment), standby()];
const accountsOf = ({ assembly }: Synthesised) => [...new Set(assembly.stacks.map((each) => each.environment.account))];

describe.each(EVERY.map((each) => [each.config.name, each] as const))("the stacks of %s", (name, environment) => {
  const { assembly, config, stacks } = environment;
  const all = assembly.stacks.map(({ stackName }) => stackName).sort();

  it("are each deployed with one account's credentials, after what they use", () => {
    const orders = accountsOf(environment).map((account) => deploymentOrder(assembly, account));
    expect(orders.flat().sort()).toEqual(all);
    for (const order of orders) {
      for (const stack of assembly.stacks.filter(({ stackName }) => order.includes(stackName))) {
        const used = stack.dependencies.flatMap((each) => ("stackName" in each ? [String(each.stackName)] : []));
        // One deployment has one account's credentials: nothing it waits for may be another's.
        for (const each of used) expect(order.slice(0, order.indexOf(stack.stackName))).toContain(each);
      }
    }
  });

  it("are each taken down before what they use, or kept for a reason that their templates show", () => {
    const order = takeDownOrder(assembly, config.account);
    const rank = (stack: string) => deploymentOrder(assembly, config.account).indexOf(stack);
    expect(order.map(rank)).toEqual([...order.map(rank)].sort((a, b) => b - a));
    const kept = all.filter(isKept);
    const last = destructionOrder(assembly, config.account);
    expect(last.map(rank)).toEqual([...last.map(rank)].sort((a, b) => b - a));
    expect(last.filter((each) => !isKept(each) || each.endsWith("-delivery"))).toEqual([]);
    const abroad = stacksElsewhere(assembly, config.account);
    expect([...order, ...kept].sort()).toEqual(all);
    expect(abroad.filter((each) => !isKept(each))).toEqual([]);
    for (const [key, stack] of Object.entries(stacks)) {
      const types = environment.typesIn(key as keyof typeof stacks);
      const lasting = types.filter((type) => LASTING.includes(type));
      if (isKept(stack.stackName))
        expect(types.filter((type) => [...LASTING, ...ACCESS].includes(type))).not.toEqual([]);
      else expect(lasting, stack.stackName).toEqual([]);
    }
    expect(order).toContain(`holdfast-${name}-worker`);
  });
});

/** What a stack must not be taken down with. */
const LASTING = ["AWS::S3::Bucket", "AWS::KMS::Key", "AWS::ECR::Repository"];
const ACCESS = ["AWS::IAM::Role"];

/** What GitHub puts in: the variables of the GitHub environment, and the inputs of the workflow. */
const filled = (text: string, config: { name: string; account: string }, part = "primary") =>
  text
    .replaceAll(/\$\{\{ vars\.AWS_ACCOUNT \}\}/g, config.account)
    .replaceAll(/\$\{\{ vars\.HOLDFAST_ENVIRONMENT \}\}/g, config.name)
    .replaceAll(/\$\{\{ inputs\.part == 'replica' && '-replica' \|\| '' \}\}/g, part === "replica" ? "-replica" : "");

interface Step {
  run?: string;
  with?: Record<string, string>;
}
interface Workflow {
  jobs: Record<
    string,
    {
      needs?: string | string[];
      environment?: string;
      env?: Record<string, string>;
      steps?: Step[];
      with?: Record<string, string>;
    }
  >;
}

const workflow = (file: string) =>
  parseYaml(readFileSync(new URL(`../.github/workflows/${file}`, import.meta.url), "utf8")) as Workflow;
const stepsOf = (file: string) => Object.values(workflow(file).jobs).flatMap(({ steps = [] }) => steps);
const commandsOf = (file: string) =>
  stepsOf(file)
    .flatMap(({ run }) => run ?? [])
    .join("\n");
const roleOf = (file: string) =>
  onlyOne(
    stepsOf(file).flatMap((step) => step.with?.["role-to-assume"] ?? []),
    `role of ${file}`,
  );

it("deploying and taking down ask which stacks there are, in one account at a time, with that account's role", () => {
  expect(commandsOf("deploy-environment.yml")).toContain('npm run -s stacks -- deploy "$ACCOUNT"');
  expect(commandsOf("destroy.yml")).toContain('npm run -s stacks -- destroy "$ACCOUNT"');
  for (const file of ["deploy-environment.yml", "destroy.yml"])
    expect(commandsOf(file)).not.toMatch(/--all|cdk (deploy|destroy) .*holdfast-/);
  expect(commandsOf("destroy.yml")).toContain('npm run -s stacks -- destroy-data "$ACCOUNT"');
  const config = parseConfig(TWO_ACCOUNT);
  const names = namesOf(config);
  const role = roleOf("deploy-environment.yml");
  expect(filled(role, config)).toBe(`arn:aws:iam::${config.account}:role/${names.deployRole}`);
  expect(filled(role, config, "replica")).toBe(`arn:aws:iam::${config.account}:role/${names.replicaDeployRole}`);
  expect(filled(roleOf("destroy.yml"), config)).toBe(filled(role, config));
});

it("the replica of another account goes first, in the GitHub environment that its role trusts", () => {
  const { jobs } = workflow("deploy.yml");
  expect(jobs.production?.needs).toContain("production-replica");
  expect(jobs["production-replica"]?.with).toMatchObject({ environment: "production-replica", part: "replica" });
  const { config, resources } = onlyOne(
    EVERY.filter((each) => each.config.name === "two-account"),
    "two-account",
  );
  const role = onlyOne(resources("AWS::IAM::Role", "replicaDelivery"), "role of the replica's account").properties;
  expect(role.RoleName).toBe(namesOf(config).replicaDeployRole);
  expect(JSON.stringify(role.AssumeRolePolicyDocument)).toContain(":environment:production-replica");
});

it("a drill is started with the role that is made for it, and its record is read where it is kept", () => {
  const config = parseConfig(PROD);
  const names = namesOf(config);
  expect(filled(roleOf("restore-drill.yml"), config)).toBe(
    `arn:aws:iam::${config.account}:role/${names.drillStartRole}`,
  );
  const { environment, env } = workflow("restore-drill.yml").jobs.drill ?? {};
  expect(environment).toBe(config.delivery?.environment);
  expect(filled(env?.RECORDS ?? "", config)).toBe(names.recordsBucket);
  expect(filled(env?.CLUSTER ?? "", config)).toBe(names.cluster);
  expect([names.drillFamily, names.drillSchedule]).toEqual([`${names.cluster}-drill`, `${names.cluster}-drill`]);
});

it("docs/changing-a-deployment.md empties every bucket there is, before what holds them goes", () => {
  const { config, resources } = onlyOne(
    EVERY.filter((each) => each.config.name === "dev"),
    "dev",
  );
  const page = readFileSync(new URL("../docs/changing-a-deployment.md", import.meta.url), "utf8");
  const emptied = /holdfast-dev-\{([a-z,-]+)\}-ACCOUNT/.exec(page)?.[1]?.split(",") ?? [];
  const buckets = resources("AWS::S3::Bucket").map(({ properties }) => String(properties.BucketName));
  expect(emptied.map((part) => `holdfast-dev-${part}-${config.account}`).sort()).toEqual(buckets.sort());
  expect(commandsOf("destroy.yml")).toContain(`holdfast-"$ENVIRONMENT"-{${emptied.join(",")}}-"$ACCOUNT"`);
  expect(ownBuckets(namesOf(config)).sort()).toEqual(buckets.sort());
});
