import * as ec2 from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";

/** A group that lets nothing in, and out only to where GitHub and AWS listen (443, or GitHub Enterprise Server's own port). */
export function outboundOnly(
  scope: Construct,
  id: string,
  vpc: ec2.IVpc,
  github: EnvironmentConfig["github"],
  description: string,
): ec2.SecurityGroup {
  const group = new ec2.SecurityGroup(scope, id, { vpc, description, allowAllOutbound: false });
  for (const port of portsOf(github)) group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), "GitHub and AWS");
  return group;
}

const HTTPS = 443;

const portsOf = ({ apiUrl, serverUrl }: EnvironmentConfig["github"]): number[] => [
  ...new Set([HTTPS, ...[apiUrl, serverUrl].map((address) => Number(new URL(address).port) || HTTPS)]),
];
