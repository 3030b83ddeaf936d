import { CfnOutput, Duration } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { attach } from "../constructs/attach-policy";
import { consoleLoadBalancer } from "../constructs/console-load-balancer";
import { consoleService } from "../constructs/console-service";
import { domainRecord } from "../constructs/domain-record";
import { firewall } from "../constructs/firewall";
import { keptLog } from "../constructs/kept-log";
import { outboundOnly } from "../constructs/outbound-ports";
import { executionRole, taskRole } from "../constructs/task-role";
import { logLink } from "../log-link";
import { CONSOLE_PORT } from "../names";
import { consoleStatements, downloadStatements } from "../role-statements";
import { gitHubSettings, storageSettings, targetsOf } from "../settings";
import { consoleTaskEnvironment } from "../task-environment";
import { HoldfastStack } from "./holdfast-stack";
import type { RestoreStack } from "./restore-stack";
import type { SecretsStack } from "./secrets-stack";

export interface ConsoleStackProps {
  vpc: ec2.IVpc;
  accessLogs: s3.IBucket;
  worker: RestoreStack;
  secrets: SecretsStack;
  key?: kms.IKey;
}

/** The console: load balancer, service, and a role that can look at everything and start the worker. */
export class ConsoleStack extends HoldfastStack {
  constructor(
    scope: Construct,
    config: EnvironmentConfig,
    { vpc, accessLogs, worker, secrets, key }: ConsoleStackProps,
  ) {
    super(scope, "console", config);
    const { names } = this;
    const door = consoleLoadBalancer(this, { config, vpc, accessLogs, name: `${names.prefix}-console` });
    const role = this.consoleRole();
    const securityGroup = outboundOnly(this, "ConsoleGroup", vpc, config.github, "Holdfast console: tasks");
    door.securityGroup.connections.allowTo(securityGroup, ec2.Port.tcp(CONSOLE_PORT), "requests and health checks");
    consoleService(this, {
      config,
      names,
      cluster: worker.cluster,
      securityGroup,
      role,
      executionRole: executionRole(this, "ExecutionRole", names.consoleExecutionRole),
      door,
      logGroup: keptLog(this, "Log", names.consoleLogGroup, key),
      environment: consoleTaskEnvironment({
        storage: storageSettings(config),
        github: gitHubSettings(config),
        environmentName: config.name,
        replicaAccount: config.replica.account ?? config.account,
        logLink: logLink(config.region, names.consoleLogGroup),
        url: door.url,
        oauthClientId: config.github.oauthClientId,
        organisation: config.console.organisation,
        teams: config.console.teams,
        limits: config.console.limits,
        browse: config.console.browse,
        singleSignOn: config.console.singleSignOn,
        cluster: names.cluster,
        restoreFamily: names.restoreFamily,
        backing: config.standby ? undefined : { ...names, drill: this.drill },
        subnets: vpc.privateSubnets.map((each) => each.subnetId),
        securityGroups: [worker.securityGroup.securityGroupId],
        downloadRoleArn: this.downloadRole(role).roleArn,
        alarmPrefix: names.prefix,
        targets: targetsOf(config),
        twoPeople: config.twoPersonRule,
      }),
      secrets: {
        NEXTAUTH_SECRET: ecs.Secret.fromSecretsManager(secrets.sessionSecret),
        GITHUB_OAUTH_CLIENT_SECRET: ecs.Secret.fromSecretsManager(secrets.oauthClientSecret),
        ...(secrets.oidcClientSecret && {
          OIDC_CLIENT_SECRET: ecs.Secret.fromSecretsManager(secrets.oidcClientSecret),
        }),
      },
    });
    domainRecord(this, config, door.balancer);
    firewall(this, config, door.balancer);
    new CfnOutput(this, "Address", { value: door.url, description: "The console" });
    new CfnOutput(this, "BalancerName", {
      value: door.balancer.loadBalancerDnsName,
      description: "Point the console's domain name here",
    });
  }

  private get drill() {
    const { drill } = this.config.verification;
    return drill && { family: this.names.drillFamily, ...drill };
  }

  private consoleRole(): iam.Role {
    return taskRole(this, "ConsoleRole", {
      name: this.names.consoleRole,
      description: "Holdfast console: looks at everything, starts the worker, holds no App key",
      statements: consoleStatements(this.roleScope),
    });
  }

  /** Taken on by the console's role alone, for one address at a time. */
  private downloadRole(trusted: iam.Role): iam.Role {
    const role = new iam.Role(this, "DownloadRole", {
      roleName: this.names.downloadRole,
      description: "Holdfast downloads: reads one bundle, for as long as its address holds",
      assumedBy: new iam.ArnPrincipal(trusted.roleArn),
      maxSessionDuration: Duration.hours(1),
    });
    attach(role, downloadStatements(this.roleScope));
    return role;
  }
}
