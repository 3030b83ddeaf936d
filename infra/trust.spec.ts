// Who can take on a role: each trusts one party, under conditions that name this account, and nobody trusts a whole account.
import { describe, expect, it } from "vitest";
import { namesOf } from "./names";
import { listOf } from "./testing/policies";
import { ENVIRONMENTS, type Properties, standby } from "./testing/synthesised";

const EVERYWHERE = [...ENVIRONMENTS, ["prod-standby", standby()] as const];

/** Without a condition anybody's resource of that service could act through the role: the confused deputy. */
const CONDITIONS: Readonly<Record<string, (account: string) => object>> = {
  "ecs-tasks.amazonaws.com": (account) => ({
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": expect.stringMatching(new RegExp(`^arn:aws:ecs:[a-z0-9-]+:${account}:\\*$`)) },
  }),
  "scheduler.amazonaws.com": (account) => ({
    StringEquals: {
      "aws:SourceAccount": account,
      "aws:SourceArn": expect.stringMatching(
        new RegExp(`^arn:aws:scheduler:[a-z0-9-]+:${account}:schedule-group/default$`),
      ),
    },
  }),
  "s3.amazonaws.com": (account) => ({
    StringEquals: { "aws:SourceAccount": account },
    ArnEquals: { "aws:SourceArn": expect.stringMatching(new RegExp(`^arn:aws:s3:::holdfast-[a-z-]+-${account}$`)) },
  }),
};

/** CDK makes it for the network's own log, with no condition; what it may do is write that log. */
const UNCONDITIONAL = ["vpc-flow-logs.amazonaws.com"];

describe.each(EVERYWHERE)("the roles of %s", (_, { config, resources, stacks }) => {
  const names = namesOf(config);
  const roles = (Object.keys(stacks) as (keyof typeof stacks)[]).flatMap((stack) =>
    resources("AWS::IAM::Role", stack).map(({ id, properties }) => ({
      name: String(properties.RoleName ?? id),
      account: stacks[stack]?.account ?? "",
      trust: listOf((properties.AssumeRolePolicyDocument as Properties).Statement) as Properties[],
    })),
  );

  it.each(roles)("$name trusts one party, and that under conditions", ({ name, account, trust }) => {
    expect(trust).toHaveLength(1);
    const [{ Effect, Principal, Condition, Action } = {} as Properties] = trust;
    expect(Effect).toBe("Allow");
    const { Service, Federated, ...others } = Principal as Properties;
    if (name === names.downloadRole) {
      // The console's role itself: whoever would act through it has to be that role first.
      expect(Principal).toEqual({ AWS: { "Fn::GetAtt": [expect.stringMatching(/^ConsoleRole/), "Arn"] } });
      return;
    }
    expect(others, "an account or everybody").toEqual({});
    if (Federated) {
      expect(Action).toBe("sts:AssumeRoleWithWebIdentity");
      const { "token.actions.githubusercontent.com:sub": subject } = (Condition as Properties)
        .StringEquals as Properties;
      expect(subject).toMatch(/^repo:[\w.-]+\/[\w.-]+:environment:[\w-]+$/);
      return;
    }
    if (UNCONDITIONAL.includes(String(Service))) return expect(Condition).toBeUndefined();
    expect(Condition).toEqual(CONDITIONS[String(Service)]?.(account));
  });

  it("only what ECS runs is taken on by ECS, and only what GitHub runs by GitHub", () => {
    const trusting = (party: string) =>
      roles.filter(({ trust }) => JSON.stringify(trust).includes(party)).map(({ name }) => name);
    expect(trusting("ecs-tasks").filter((name) => !/-(task|execution)$/.test(name))).toEqual([]);
    expect(trusting("token.actions").sort()).toEqual(
      [names.deployRole, names.drillStartRole, names.replicaDeployRole].filter((name) =>
        roles.some((role) => role.name === name),
      ),
    );
  });
});
