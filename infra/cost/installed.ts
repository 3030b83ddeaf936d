import type { TaskSize } from "@/lib/domain/cost/fleet-cost";
import type { EnvironmentConfig } from "../config";
import type { Installed } from "./fixed-cost";

/** Counts what the templates make; `count` tells how many resources of a type there are. */
export function installedBy(config: EnvironmentConfig, count: (type: string) => number): Installed {
  const size = ({ cpu, memoryMiB, ephemeralStorageGiB }: EnvironmentConfig["worker"]["backup"]): TaskSize => ({
    cpu,
    memoryMiB,
    storageGiB: ephemeralStorageGiB,
  });
  return {
    natGateways: count("AWS::EC2::NatGateway"),
    loadBalancers: count("AWS::ElasticLoadBalancingV2::LoadBalancer"),
    secrets: count("AWS::SecretsManager::Secret"),
    alarms: count("AWS::CloudWatch::Alarm"),
    dashboards: count("AWS::CloudWatch::Dashboard"),
    timeControl: config.replica.timeControl,
    console: { ...size(config.console.size), tasks: config.console.tasks.min },
    backup: size(config.worker.backup),
    verify: size(config.worker.verify),
  };
}
