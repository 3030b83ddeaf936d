import { describe, expect, it } from "vitest";
import { CONSOLE_PORT, HEALTH_PATH, namesOf } from "./names";
import { onlyOne } from "./testing/only-one";
import { ENVIRONMENTS, type Properties } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("console of %s", (name, environment) => {
  const { config } = environment;
  const one = (type: string) => onlyOne(environment.resources(type, "console"), type).properties;
  const listeners = environment.resources("AWS::ElasticLoadBalancingV2::Listener").map((each) => each.properties);
  const service = one("AWS::ECS::Service");

  it("is healthy when /healthz answers 200 on the task's port, and drained for 30 seconds", () => {
    const target = one("AWS::ElasticLoadBalancingV2::TargetGroup");
    expect(HEALTH_PATH).toBe("/healthz");
    expect(target).toMatchObject({
      HealthCheckPath: "/healthz",
      Port: CONSOLE_PORT,
      TargetType: "ip",
      Matcher: { HttpCode: "200" },
    });
    expect(target.TargetGroupAttributes).toContainEqual({
      Key: "deregistration_delay.timeout_seconds",
      Value: "30",
    });
  });

  it("keeps a person on one task for an hour: what they look into lies on its disk", () => {
    const { TargetGroupAttributes: attributes } = one("AWS::ElasticLoadBalancingV2::TargetGroup");
    expect(attributes).toContainEqual({ Key: "stickiness.enabled", Value: "true" });
    expect(attributes).toContainEqual({ Key: "stickiness.lb_cookie.duration_seconds", Value: "3600" });
  });

  it("is reached through the load balancer only", () => {
    const ingress = environment.resources("AWS::EC2::SecurityGroupIngress", "console").map((each) => each.properties);
    expect(ingress).toMatchObject([{ FromPort: CONSOLE_PORT, ToPort: CONSOLE_PORT }]);
    expect(JSON.stringify(ingress[0]?.SourceSecurityGroupId)).toContain("BalancerGroup");
    const tasks = groupOf("Holdfast console: tasks");
    expect(tasks.SecurityGroupIngress).toBeUndefined();
    expect(service.NetworkConfiguration).toMatchObject({ AwsvpcConfiguration: { AssignPublicIp: "DISABLED" } });
  });

  it("the load balancer talks to the task only", () => {
    const balancer = groupOf("Holdfast console: load balancer");
    expect(balancer.SecurityGroupEgress).toBeUndefined();
    const egress = environment.resources("AWS::EC2::SecurityGroupEgress", "console").map((each) => each.properties);
    expect(egress).toMatchObject([{ FromPort: CONSOLE_PORT, ToPort: CONSOLE_PORT }]);
    expect(JSON.stringify(egress[0]?.DestinationSecurityGroupId)).toContain("ConsoleGroup");
  });

  it("is open to the configured networks only", () => {
    const { SecurityGroupIngress } = groupOf("Holdfast console: load balancer");
    const cidrs = (SecurityGroupIngress as Properties[]).map((each) => each.CidrIp);
    expect(new Set(cidrs)).toEqual(new Set(config.console.allowedCidrs));
  });

  it("speaks TLS 1.2 or newer and redirects HTTP where it has a certificate; else it stays inside the VPC", () => {
    const balancer = one("AWS::ElasticLoadBalancingV2::LoadBalancer");
    if (config.console.certificateArn === undefined) {
      expect(balancer.Scheme).toBe("internal");
      expect(listeners).toMatchObject([{ Protocol: "HTTP", Port: 80 }]);
      return;
    }
    expect(listeners).toHaveLength(2);
    expect(listeners).toContainEqual(
      expect.objectContaining({
        Protocol: "HTTPS",
        SslPolicy: expect.stringMatching(/TLS13-1-2/),
        Certificates: [{ CertificateArn: config.console.certificateArn }],
      }),
    );
    expect(listeners).toContainEqual(
      expect.objectContaining({
        Protocol: "HTTP",
        DefaultActions: [
          { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } },
        ],
      }),
    );
  });

  it("is told of the drills where there are any to start", () => {
    const { drill } = config.verification;
    const [container] = one("AWS::ECS::TaskDefinition").ContainerDefinitions as { Environment: Properties[] }[];
    const told = Object.fromEntries(
      (container?.Environment ?? [])
        .filter(({ Name }) => /DRILL_(TASK|ORGANISATION|REPOSITORIES)$/.test(String(Name)))
        .map(({ Name, Value }) => [Name, Value]),
    );
    if (!drill || config.standby) return expect(told).toEqual({});
    expect(told).toEqual({
      ECS_DRILL_TASK: namesOf(config).drillFamily,
      ...(drill.organisation && { DRILL_ORGANISATION: drill.organisation }),
      DRILL_REPOSITORIES: String(drill.repositories),
    });
  });

  it("is told its own address", () => {
    const task = one("AWS::ECS::TaskDefinition");
    const [container] = task.ContainerDefinitions as { Environment: Properties[] }[];
    const url = container?.Environment.find((each) => each.Name === "NEXTAUTH_URL")?.Value;
    expect(JSON.stringify(url)).toContain(
      config.console.domainName === undefined ? "http://" : `https://${config.console.domainName}`,
    );
  });

  it("rolls back a deployment that does not become healthy, without ever having less than all tasks", () => {
    expect(service.DeploymentConfiguration).toMatchObject({
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
    });
  });

  it("scales with its CPU between the configured numbers of tasks", () => {
    const { min, max } = config.console.tasks;
    expect(one("AWS::ApplicationAutoScaling::ScalableTarget")).toMatchObject({ MinCapacity: min, MaxCapacity: max });
    expect(one("AWS::ApplicationAutoScaling::ScalingPolicy")).toMatchObject({
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
    });
  });

  it("keeps the load balancer's log, and protects the balancer where the environment is protected", () => {
    const { LoadBalancerAttributes } = one("AWS::ElasticLoadBalancingV2::LoadBalancer");
    const attributes = new Map((LoadBalancerAttributes as Properties[]).map((each) => [each.Key, each.Value]));
    expect(attributes.get("access_logs.s3.enabled")).toBe("true");
    expect(attributes.get("routing.http.drop_invalid_header_fields.enabled")).toBe("true");
    expect(attributes.get("deletion_protection.enabled")).toBe(String(config.protected));
  });

  it("nobody can open a shell in its tasks", () => {
    expect(service.EnableExecuteCommand ?? false, name).toBe(false);
  });

  function groupOf(description: string): Properties {
    const groups = environment.resources("AWS::EC2::SecurityGroup", "console").map((each) => each.properties);
    return onlyOne(
      groups.filter((each) => each.GroupDescription === description),
      description,
    );
  }
});
