import * as ec2 from "aws-cdk-lib/aws-ec2";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { acknowledge } from "../constructs/acknowledge";
import { keptLog } from "../constructs/kept-log";
import type { ENDPOINT_SERVICES } from "../endpoint-services";
import { HoldfastStack } from "./holdfast-stack";

/**
 * Two zones: the load balancer in public subnets, every task in private ones that reach GitHub through NAT.
 */
export class NetworkStack extends HoldfastStack {
  readonly vpc: ec2.IVpc;

  constructor(scope: Construct, config: EnvironmentConfig, key?: kms.IKey) {
    super(scope, "network", config);
    this.vpc = this.ownNetwork(key);
    for (const service of config.network.interfaceEndpoints) this.endpoint(service);
  }

  /** Tasks of the network reach it on 443; nothing else does. */
  private endpoint(service: (typeof ENDPOINT_SERVICES)[number]): void {
    const { vpc } = this;
    const group = new ec2.SecurityGroup(this, `EndpointGroup-${service}`, {
      vpc,
      description: `Holdfast: endpoint of ${service}`,
      allowAllOutbound: false,
    });
    group.addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.tcp(443), "tasks");
    vpc.addInterfaceEndpoint(`Endpoint-${service}`, {
      service: new ec2.InterfaceVpcEndpointAwsService(service),
      subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [group],
      open: false,
    });
  }

  private ownNetwork(key?: kms.IKey): ec2.Vpc {
    const { network, name } = this.config;
    acknowledge(this, "CloudFormation-Validate::W3010", "Zones are configuration, so that synthesis needs no account.");
    const vpc = new ec2.Vpc(this, "Vpc", {
      ...(network.cidr !== undefined && { ipAddresses: ec2.IpAddresses.cidr(network.cidr) }),
      maxAzs: network.availabilityZones.length,
      ...(network.natGateways !== undefined && { natGateways: network.natGateways }),
      // Emptying the default group takes a Lambda function with its own role; nothing of ours is ever put in that group.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: "public", subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: "private", subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
      ],
      // Backups go to S3 without passing (and paying) the NAT gateways.
      gatewayEndpoints: { s3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    vpc.addFlowLog("Rejected", {
      trafficType: ec2.FlowLogTrafficType.REJECT,
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        keptLog(this, "FlowLog", `/holdfast/${name}/rejected-traffic`, key),
      ),
    });
    return vpc;
  }
}
