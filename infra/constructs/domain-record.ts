import type * as elb from "aws-cdk-lib/aws-elasticloadbalancingv2";
import * as route53 from "aws-cdk-lib/aws-route53";
import { LoadBalancerTarget } from "aws-cdk-lib/aws-route53-targets";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";

/** The console's domain name, where its zone is configured. */
export function domainRecord(
  scope: Construct,
  { console }: EnvironmentConfig,
  balancer: elb.ApplicationLoadBalancer,
): void {
  const { hostedZone, domainName } = console;
  if (hostedZone === undefined || domainName === undefined) return;
  new route53.ARecord(scope, "Domain", {
    zone: route53.HostedZone.fromHostedZoneAttributes(scope, "Zone", {
      hostedZoneId: hostedZone.id,
      zoneName: hostedZone.name,
    }),
    recordName: `${domainName}.`,
    target: route53.RecordTarget.fromAlias(new LoadBalancerTarget(balancer)),
  });
}
