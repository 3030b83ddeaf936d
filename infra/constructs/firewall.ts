import type * as elb from "aws-cdk-lib/aws-elasticloadbalancingv2";
import * as waf from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";

/** AWS WAF before the console, where it is configured: a limit for each address, then Amazon's common rules. */
export function firewall(
  scope: Construct,
  { console, name }: EnvironmentConfig,
  balancer: elb.ApplicationLoadBalancer,
): void {
  if (console.firewall === undefined) return;
  const measured = (what: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName: `holdfast-${name}-${what}`,
    sampledRequestsEnabled: true,
  });
  const acl = new waf.CfnWebACL(scope, "Firewall", {
    name: `holdfast-${name}-console`,
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    visibilityConfig: measured("firewall"),
    rules: [
      {
        name: "rate",
        priority: 0,
        action: { block: {} },
        statement: {
          rateBasedStatement: { aggregateKeyType: "IP", limit: console.firewall.requestsPerFiveMinutes },
        },
        visibilityConfig: measured("rate"),
      },
      {
        name: "common",
        priority: 1,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" } },
        visibilityConfig: measured("common"),
      },
    ],
  });
  new waf.CfnWebACLAssociation(scope, "FirewallOfBalancer", {
    resourceArn: balancer.loadBalancerArn,
    webAclArn: acl.attrArn,
  });
}
