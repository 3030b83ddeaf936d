import { describe, expect, it } from "vitest";
import { DEV } from "./environments";
import { ENVIRONMENTS, type Properties, synthesise } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("network of %s", (_, environment) => {
  const { network } = environment.config;

  it("has a public and a private subnet in each of two zones, and gives nobody a public address unasked", () => {
    const subnets = environment.resources("AWS::EC2::Subnet").map((each) => each.properties);
    expect(subnets.map((each) => each.AvailabilityZone).sort()).toEqual(
      [...network.availabilityZones, ...network.availabilityZones].sort(),
    );
    expect(subnets.filter((each) => each.MapPublicIpOnLaunch)).toEqual([]);
  });

  it("has as many NAT gateways as are paid for", () => {
    expect(environment.resources("AWS::EC2::NatGateway")).toHaveLength(Number(network.natGateways));
  });

  it("reaches S3 without passing them", () => {
    const endpoints = environment.resources("AWS::EC2::VPCEndpoint").map((each) => each.properties);
    expect(endpoints).toMatchObject([{ VpcEndpointType: "Gateway" }]);
    expect(endpoints[0]?.RouteTableIds).toHaveLength(network.availabilityZones.length * 2);
  });
});

it("a GitHub Enterprise Server on a port of its own can be reached on it, and nothing else is opened", () => {
  const environment = synthesise({
    ...DEV,
    images: { from: "registry", worker: "worker:1", console: "console:1" },
    github: { ...DEV.github, apiUrl: "https://git.example.com:8443/api/v3", serverUrl: "https://git.example.com:8443" },
  });
  const groups = environment.resources("AWS::EC2::SecurityGroup", "worker").map((each) => each.properties);
  const ports = groups.flatMap((each) => (each.SecurityGroupEgress as Properties[]).map((rule) => rule.FromPort));
  expect(ports).toEqual([443, 8443]);
});
