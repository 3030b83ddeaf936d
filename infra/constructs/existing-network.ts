import type { Stack } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import type { EnvironmentConfig } from "../config";
import { acknowledge } from "./acknowledge";

/** A network that is there, used as it is; undefined where the environment makes its own. */
export function existingNetwork(scope: Stack, { network }: EnvironmentConfig): ec2.IVpc | undefined {
  if (!network.existing) return undefined;
  const { availabilityZones } = network;
  const vpc = ec2.Vpc.fromVpcAttributes(scope, "Vpc", { ...network.existing, availabilityZones });
  acknowledge(vpc, "Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId", "Nothing of ours is put into a route table.");
  return vpc;
}
