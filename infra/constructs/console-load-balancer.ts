// The console's front door. With a certificate: HTTPS (TLS 1.2 or newer) and a redirect from HTTP. Without: HTTP, and the
// configuration allows that inside the VPC only. Who may knock is a list of networks.
import { Duration } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as elb from "aws-cdk-lib/aws-elasticloadbalancingv2";
import type * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";

export interface FrontDoor {
  balancer: elb.ApplicationLoadBalancer;
  /** The listener that forwards to the console. */
  listener: elb.ApplicationListener;
  securityGroup: ec2.SecurityGroup;
  /** The console's own address. */
  url: string;
}

export function consoleLoadBalancer(
  scope: Construct,
  props: { config: EnvironmentConfig; vpc: ec2.IVpc; accessLogs: s3.IBucket; name: string },
): FrontDoor {
  const { config, vpc } = props;
  const secure = config.console.certificateArn !== undefined;
  const securityGroup = new ec2.SecurityGroup(scope, "BalancerGroup", {
    vpc,
    description: "Holdfast console: load balancer",
    allowAllOutbound: false,
  });
  for (const cidr of config.console.allowedCidrs) {
    for (const port of secure ? [443, 80] : [80]) {
      securityGroup.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(port), "people");
    }
  }
  const balancer = new elb.ApplicationLoadBalancer(scope, "Balancer", {
    loadBalancerName: props.name,
    vpc,
    internetFacing: config.console.internetFacing,
    securityGroup,
    dropInvalidHeaderFields: true,
    deletionProtection: config.protected,
    idleTimeout: Duration.seconds(60),
  });
  balancer.logAccessLogs(props.accessLogs, "load-balancer");
  return { balancer, listener: listeners(balancer, config), securityGroup, url: addressOf(balancer, config) };
}

function listeners(balancer: elb.ApplicationLoadBalancer, config: EnvironmentConfig): elb.ApplicationListener {
  const { certificateArn } = config.console;
  // open: false, because the security group above says who may connect.
  if (certificateArn === undefined) return balancer.addListener("Http", { port: 80, open: false });
  balancer.addListener("Redirect", {
    port: 80,
    open: false,
    defaultAction: elb.ListenerAction.redirect({ protocol: "HTTPS", port: "443", permanent: true }),
  });
  return balancer.addListener("Https", {
    port: 443,
    open: false,
    certificates: [elb.ListenerCertificate.fromArn(certificateArn)],
    sslPolicy: elb.SslPolicy.RECOMMENDED_TLS,
  });
}

const addressOf = (balancer: elb.ApplicationLoadBalancer, { console }: EnvironmentConfig): string =>
  console.domainName === undefined ? `http://${balancer.loadBalancerDnsName}` : `https://${console.domainName}`;
