// Every stack of an environment: fixed account and region, the environment's zones, common tags.
import { RemovalPolicy, Stack, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { keysOf, type Names, namesOf } from "../names";
import type { Place } from "../policies/arns";
import type { RoleScope } from "../role-statements";

export class HoldfastStack extends Stack {
  readonly config: EnvironmentConfig;
  readonly names: Names;

  /** `what` is the last part of the stack's name: `holdfast-prod-storage`. */
  constructor(scope: Construct, what: string, config: EnvironmentConfig, place: Place = config) {
    const names = namesOf(config);
    super(scope, `${names.prefix}-${what}`, {
      env: { account: place.account, region: place.region },
      description: `Holdfast ${config.name}: ${what}`,
      terminationProtection: config.protected,
    });
    this.config = config;
    this.names = names;
    Tags.of(this).add("application", "holdfast");
    Tags.of(this).add("environment", config.name);
  }

  /** With a concrete account CDK would ask AWS for the zones; they are configuration, so that synthesis needs no account. */
  override get availabilityZones(): string[] {
    return this.config.network.availabilityZones;
  }

  /** What the policies of this environment's roles are made of. */
  get roleScope(): RoleScope {
    const { config, names } = this;
    const place = { region: config.region, account: config.account };
    return {
      ...{ place, names, keys: keysOf(config), rootPrefix: config.backups.rootPrefix },
      ...{ standby: config.standby, drills: config.verification.drill !== undefined },
    };
  }

  /** What happens to things that hold something when the stack goes. */
  get keep(): RemovalPolicy {
    return this.config.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }
}
