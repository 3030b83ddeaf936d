import * as ec2 from "aws-cdk-lib/aws-ec2";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { acknowledge } from "../constructs/acknowledge";
import { keptLog } from "../constructs/kept-log";
import { HoldfastStack } from "./holdfast-stack";

/** Two zones: the load balancer in public subnets, every task in private ones that reach GitHub through NAT. */
export class NetworkStack extends HoldfastStack {
  readonly vpc: ec2.Vpc;

  constructor(scope: Construct, config: EnvironmentConfig, key?: kms.IKey) {
    super(scope, "network", config);
    acknowledge(this, "CloudFormation-Validate::W3010", "Zones are configuration, so that synthesis needs no account.");
    this.vpc = new ec2.Vpc(this, "Vpc", {
      ipAddresses: ec2.IpAddresses.cidr(config.network.cidr),
      maxAzs: config.network.availabilityZones.length,
      natGateways: config.network.natGateways,
      // Emptying the default group takes a Lambda function with its own role; nothing of ours is ever put in that group.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: "public", subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: "private", subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
      ],
      // Backups go to S3 without passing (and paying) the NAT gateways.
      gatewayEndpoints: { s3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    this.vpc.addFlowLog("Rejected", {
      trafficType: ec2.FlowLogTrafficType.REJECT,
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        keptLog(this, "FlowLog", `/holdfast/${config.name}/rejected-traffic`, key),
      ),
    });
  }
}
