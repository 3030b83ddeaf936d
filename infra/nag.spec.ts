// cdk-nag's AwsSolutions rules over every stack. A finding is mended, or acknowledged with a reason where it arises.
import { App, Stack, Validations } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, it } from "vitest";
import { attach } from "./constructs/attach-policy";
import { DEV } from "./environments";
import { allow } from "./policies/statement";
import { ENVIRONMENTS, standby, synthesise } from "./testing/synthesised";

describe.each([
  ...ENVIRONMENTS,
  ["dev, built from this checkout", synthesise(DEV)] as const,
  ["prod-standby", standby()] as const,
])("AwsSolutions rules in %s", (_, environment) => {
  it("find nothing that is not acknowledged with a reason", () => {
    const report = new AwsSolutionsChecks(environment.app).validateScope(environment.app);
    const findings = report.violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map((each) => `${ruleName} ${each.constructPath}`),
    );
    expect(findings).toEqual([]);
  });

  it("every acknowledgement has a reason", () => {
    const reasons = environment.app.node
      .findAll()
      .flatMap((each) =>
        each.node.metadata
          .filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap((entry) => Object.entries(entry.data as Record<string, string>)),
      );
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter(([, reason]) => reason.length < 20)).toEqual([]);
  });
});

it("a wildcard that nobody gave a reason for does not synthesise", () => {
  const stack = new Stack(new App({ analyticsReporting: false }), "stack");
  const role = new iam.Role(stack, "Role", { assumedBy: new iam.ServicePrincipal("ecs-tasks.amazonaws.com") });
  expect(() => attach(role, [allow("Whatever", ["s3:GetObject"], ["*"])])).toThrow(/Whatever.*wildcard and no reason/);
});
