// What an environment may have and need not: a record, a firewall, endpoints, another kind of processor.
import { describe, expect, it } from "vitest";
import { GET } from "@/app/healthz/route";
import type { EnvironmentInput } from "./config";
import { ConfigurationError } from "./configuration-error";
import { DEV, PROD } from "./environments";
import { HEALTH_PATH } from "./names";
import { parseConfig } from "./parse-config";
import { onlyOne } from "./testing/only-one";
import { identityStatements } from "./testing/policies";
import { ENVIRONMENTS, IMAGES, type Properties, synthesise } from "./testing/synthesised";

const OIDC_SECRET = "arn:aws:secretsmanager:eu-west-1:000000000002:secret:oidc-AbCdEf";

describe("with every option", () => {
  const environment = synthesise({
    ...PROD,
    images: IMAGES,
    network: { ...PROD.network, interfaceEndpoints: ["secretsmanager", "logs"] },
    worker: { ...PROD.worker, architecture: "arm64" },
    twoPersonRule: { acts: ["bulk-restore"], bulkFrom: 5 },
    console: {
      ...PROD.console,
      hostedZone: { id: "Z0123456789ABC", name: "example.com" },
      firewall: { requestsPerFiveMinutes: 1000 },
      limits: { actsPerMinute: 30 },
      size: { ...PROD.console.size, ephemeralStorageGiB: 60 },
      browse: { budgetMiB: 50_000, repositoryMiB: 20_000 },
      singleSignOn: {
        issuer: "https://acme.okta.com",
        clientId: "0oa1",
        clientSecretArn: OIDC_SECRET,
        groups: { viewers: ["engineering"], admins: ["Backup admins", "security"] },
      },
    },
  });

  it("an identity provider's settings are variables, its secret is handed over by ECS, and nothing else is told", () => {
    const definition = onlyOne(
      environment.resources("AWS::ECS::TaskDefinition", "console").map((each) => each.properties),
      "definition",
    );
    const container = onlyOne(definition.ContainerDefinitions as Properties[], "container");
    const variables = Object.fromEntries(
      (container.Environment as Properties[]).map((each) => [String(each.Name), each.Value]),
    );
    expect(variables).toMatchObject({
      OIDC_ISSUER: "https://acme.okta.com",
      OIDC_CLIENT_ID: "0oa1",
      VIEWER_GROUPS: "engineering",
      ADMIN_GROUPS: "Backup admins,security",
      ACTS_PER_MINUTE: "30",
      BROWSE_BUDGET_MIB: "50000",
      BROWSE_REPOSITORY_MIB: "20000",
    });
    expect(definition.EphemeralStorage).toEqual({ SizeInGiB: 60 });
    expect(Object.keys(variables).filter((name) => /SECRET/.test(name))).toEqual([]);
    expect(container.Secrets).toContainEqual({ Name: "OIDC_CLIENT_SECRET", ValueFrom: OIDC_SECRET });
    const readers = identityStatements(environment)
      .filter((each) => each.resources.includes(OIDC_SECRET))
      .map((each) => each.role);
    expect([...new Set(readers)]).toEqual(["holdfast-prod-console-execution"]);
  });

  it("the domain name is an alias of the load balancer, in the configured zone", () => {
    const record = onlyOne(environment.resources("AWS::Route53::RecordSet", "console"), "record").properties;
    expect(record).toMatchObject({ Type: "A", Name: "holdfast.example.com.", HostedZoneId: "Z0123456789ABC" });
    expect(JSON.stringify(record.AliasTarget)).toContain("DNSName");
  });

  it("the firewall limits each address, then applies Amazon's common rules, before the load balancer", () => {
    const { id, properties } = onlyOne(environment.resources("AWS::WAFv2::WebACL", "console"), "firewall");
    expect(properties.Scope).toBe("REGIONAL");
    expect(properties.Rules).toMatchObject([
      { Action: { Block: {} }, Statement: { RateBasedStatement: { AggregateKeyType: "IP", Limit: 1000 } } },
      { Statement: { ManagedRuleGroupStatement: { VendorName: "AWS", Name: "AWSManagedRulesCommonRuleSet" } } },
    ]);
    const association = onlyOne(environment.resources("AWS::WAFv2::WebACLAssociation"), "association").properties;
    expect(JSON.stringify(association.WebACLArn)).toContain(id);
    expect(JSON.stringify(association.ResourceArn)).toContain("Balancer");
  });

  it("the endpoints stand in the private subnets and are reached from the network on 443 only", () => {
    const endpoints = environment
      .resources("AWS::EC2::VPCEndpoint")
      .map((each) => each.properties)
      .filter((each) => each.VpcEndpointType === "Interface");
    expect(endpoints.map((each) => String(each.ServiceName)).sort()).toEqual([
      "com.amazonaws.us-east-1.logs",
      "com.amazonaws.us-east-1.secretsmanager",
    ]);
    for (const each of endpoints) expect(each.SubnetIds).toHaveLength(2);
    const groups = environment.resources("AWS::EC2::SecurityGroup", "network").map((each) => each.properties);
    for (const group of groups)
      expect(group.SecurityGroupIngress).toMatchObject([
        { FromPort: 443, ToPort: 443, CidrIp: { "Fn::GetAtt": expect.anything() } },
      ]);
  });

  it("console and restore task know what takes two people; a drill, which nobody asks for, does not", () => {
    const variables = (family: string) => {
      const tasks = environment.resources("AWS::ECS::TaskDefinition").map(({ properties }) => properties);
      const task = onlyOne(
        tasks.filter(({ Family }) => String(Family).endsWith(`-${family}`)),
        family,
      );
      const container = onlyOne(task.ContainerDefinitions as Properties[], "container");
      const all = (container.Environment as Properties[]).map(({ Name, Value }) => [String(Name), Value] as const);
      return Object.fromEntries(all.filter(([name]) => name.startsWith("TWO_PERSON")));
    };
    const rule = { TWO_PERSON_RULE: "bulk-restore", TWO_PERSON_REPOSITORIES: "5", TWO_PERSON_HOURS: "24" };
    expect([variables("console"), variables("restore"), variables("drill")]).toEqual([rule, rule, {}]);
  });

  it("the worker runs on ARM, and the console on x86", () => {
    const kinds = (stack: "worker" | "console") =>
      environment
        .resources("AWS::ECS::TaskDefinition", stack)
        .map((each) => (each.properties.RuntimePlatform as Properties).CpuArchitecture);
    expect(new Set(kinds("worker"))).toEqual(new Set(["ARM64"]));
    expect(new Set(kinds("console"))).toEqual(new Set(["X86_64"]));
  });
});

it.each([
  ["dev", 80],
  ["prod", 70],
])("the console of %s scales at %i %% of its CPU", (name, percent) => {
  const environment = onlyOne(
    ENVIRONMENTS.filter(([each]) => each === name),
    name,
  )[1];
  const policy = onlyOne(environment.resources("AWS::ApplicationAutoScaling::ScalingPolicy"), "policy").properties;
  expect(policy.TargetTrackingScalingPolicyConfiguration).toMatchObject({ TargetValue: percent });
});

it("the console serves the path that the load balancer asks, at the address of its file", async () => {
  expect(HEALTH_PATH).toBe("/healthz");
  expect(GET().status).toBe(200);
});

describe("the configuration", () => {
  const problemsOf = (input: EnvironmentInput) => {
    try {
      parseConfig(input);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
    return [];
  };

  it("refuses a protected environment without a certificate", () => {
    const { domainName: _, certificateArn: __, ...bare } = PROD.console;
    expect(problemsOf({ ...PROD, console: { ...bare, internetFacing: false } })).toMatchObject([
      { path: "console.certificateArn", hint: expect.stringContaining("ACM") },
    ]);
    expect(problemsOf({ ...PROD, console: { ...bare, internetFacing: true } })).toMatchObject([
      { path: "console.certificateArn" },
    ]);
  });

  it("refuses a zone that the domain name does not lie in", () => {
    const hostedZone = { id: "Z1", name: "example.org" };
    expect(problemsOf({ ...PROD, console: { ...PROD.console, hostedZone } })).toMatchObject([
      { path: "console.hostedZone" },
    ]);
    expect(problemsOf({ ...DEV, console: { ...DEV.console, hostedZone } })).toMatchObject([
      { path: "console.hostedZone" },
    ]);
  });
});
