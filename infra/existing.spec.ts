// What exists already is used by its name, and neither made nor changed.
import { describe, expect, it } from "vitest";
import type { EnvironmentInput } from "./config";
import { ConfigurationError } from "./configuration-error";
import { DEV } from "./environments";
import { parseConfig } from "./parse-config";
import { onlyOne } from "./testing/only-one";
import { identityStatements } from "./testing/policies";
import { IMAGES, type Properties, synthesise } from "./testing/synthesised";

const NETWORK: EnvironmentInput["network"] = {
  availabilityZones: ["us-east-1a", "us-east-1b"],
  existing: {
    vpcId: "vpc-0123456789abcdef0",
    privateSubnetIds: ["subnet-0000000000000000a", "subnet-0000000000000000b"],
    publicSubnetIds: ["subnet-0000000000000000c", "subnet-0000000000000000d"],
  },
};

describe("an environment on what InfraHouse has made", () => {
  const environment = synthesise({
    ...DEV,
    images: IMAGES,
    network: NETWORK,
    existing: {
      cluster: "shared",
      backupsBucket: "infrahouse-github-backup-x1",
      backupsReplicaBucket: "infrahouse-github-backup-x1-replica",
      recordsBucket: "our-records",
    },
  });

  it("makes no network: tasks stand in the private subnets, the load balancer in the VPC", () => {
    for (const type of ["VPC", "Subnet", "NatGateway", "VPCEndpoint"])
      expect(environment.resources(`AWS::EC2::${type}`), type).toEqual([]);
    const schedule = environment.resources("AWS::Scheduler::Schedule")[0]?.properties;
    expect(JSON.stringify(schedule)).toContain("subnet-0000000000000000a");
    const groups = environment.resources("AWS::EC2::SecurityGroup").map((each) => each.properties.VpcId);
    expect(new Set(groups)).toEqual(new Set(["vpc-0123456789abcdef0"]));
  });

  it("makes no cluster: service, schedules and the console's rights are about the one that is there", () => {
    expect(environment.resources("AWS::ECS::Cluster")).toEqual([]);
    const service = onlyOne(environment.resources("AWS::ECS::Service"), "service").properties;
    expect(JSON.stringify(service.Cluster)).toContain("shared");
    const started = identityStatements(environment).filter((each) => each.actions.includes("ecs:StopTask"));
    expect(JSON.stringify(started)).toContain(":cluster/shared");
  });

  it("makes none of the three buckets, and no policy of theirs; only logs and the copy of the records are new", () => {
    const made = environment.resources("AWS::S3::Bucket").map((each) => String(each.properties.BucketName));
    expect(made.sort()).toEqual([
      "holdfast-dev-access-logs-000000000001",
      "holdfast-dev-records-replica-000000000001",
      "holdfast-dev-replica-logs-000000000001",
    ]);
  });

  it("the tasks read and write them, and the roles may", () => {
    const definition = environment
      .resources("AWS::ECS::TaskDefinition", "worker")
      .find((each) => each.properties.Family === "holdfast-dev-backup")?.properties;
    const container = onlyOne(definition?.ContainerDefinitions as Properties[], "container");
    expect(container.Environment).toEqual(
      expect.arrayContaining([
        { Name: "S3_BUCKET", Value: "infrahouse-github-backup-x1" },
        { Name: "REPLICA_BUCKET", Value: "infrahouse-github-backup-x1-replica" },
        { Name: "RECORDS_BUCKET", Value: "our-records" },
      ]),
    );
    const written = identityStatements(environment)
      .filter((each) => each.role === "holdfast-dev-backup-task" && each.actions.includes("s3:PutObject"))
      .flatMap((each) => each.resources);
    expect(written).toEqual([
      "arn:aws:s3:::infrahouse-github-backup-x1/github-backup/*",
      "arn:aws:s3:::our-records/audit/*",
      "arn:aws:s3:::our-records/runs/*",
    ]);
  });

  it("the role by which S3 may copy an existing bucket is there, for whoever sets up its replication", () => {
    const roles = environment.resources("AWS::IAM::Role", "storage").map((each) => each.properties.RoleName);
    expect(roles).toContain("holdfast-dev-records-replication");
  });
});

describe("the configuration of what exists", () => {
  const problemsOf = (change: Partial<EnvironmentInput>) => {
    try {
      parseConfig({ ...DEV, ...change });
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
    return [];
  };

  it("refuses a network that is both there and to be made, and one that is neither", () => {
    expect(problemsOf({ network: { ...NETWORK, cidr: "10.0.0.0/16", natGateways: 1 } })).toMatchObject([
      { path: "network" },
    ]);
    expect(problemsOf({ network: { availabilityZones: NETWORK.availabilityZones } })).toMatchObject([
      { path: "network" },
    ]);
    expect(problemsOf({ network: { ...NETWORK, interfaceEndpoints: ["logs"] } })).toMatchObject([
      { path: "network.interfaceEndpoints" },
    ]);
  });

  it("refuses a lock on a bucket that it does not make", () => {
    const lock = { replica: { mode: "governance" } } as const;
    expect(problemsOf({ existing: { backupsReplicaBucket: "theirs" }, lock })).toMatchObject([
      { path: "lock", hint: expect.stringContaining("by hand") },
    ]);
  });
});
