import { describe, expect, test } from "vitest";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { chosenOf, requestOf } from "./request-of";
import { readChoices } from "./use-choices";

const FLEET = ["acme/api", "acme/web", "acme/docs"];

const request = (address: string) => {
  const params = new URLSearchParams(`snapshot=2026-11-21&${address}`);
  return requestOf(
    chosenOf(
      readChoices((name) => params.get(name)),
      FLEET,
      "primary",
    ),
  );
};

describe("what the wizard asks for", () => {
  test("is one repository into a new one when one is chosen", () => {
    expect(request("repository=acme/api&target=acme/x")).toMatchObject({ kind: "repository", target: "acme/x" });
    expect(request("repository=acme/api")).toBeUndefined();
    expect(request("repository=acme/api&target=acme/")).toBeUndefined();
  });
  test("is a batch with its naming when several are chosen", () => {
    expect(request("repositories=acme/+api+web&names=old-{name}&organisation=other&source=replica")).toEqual({
      kind: "batch",
      snapshot: "2026-11-21",
      source: "replica",
      repositories: ["acme/api", "acme/web"],
      naming: { organisation: "other", prefix: "old-", suffix: "" },
    });
  });
  test("is all of them by that word, and all but some by name", () => {
    expect(request("repositories=*")).toMatchObject({ kind: "batch", repositories: "all" });
    expect(request("repositories=*+acme/+web")).toMatchObject({ repositories: ["acme/api", "acme/docs"] });
  });
  test("is one ref into its own repository as a recovered branch, when nothing else is said", () => {
    expect(request("mode=ref&repository=acme/api&ref=refs/heads/fix")).toMatchObject({
      kind: "ref",
      target: "acme/api",
      branch: "recovered/fix",
    });
    expect(request("mode=ref&repository=acme/api")).toBeUndefined();
  });
  test("is what the server takes, and nothing is asked for that it would refuse", () => {
    const from = { snapshot: "2026-11-21", source: "primary" };
    const ref = { kind: "ref", ...from, repository: "acme/api", ref: "refs/heads/fix", target: "acme/api" };
    const naming = { prefix: "", suffix: "-restored" };
    const batch = { kind: "batch", ...from, repositories: ["acme/api", "acme/web"], naming };
    const one = { kind: "repository", ...from, repository: "acme/api" };
    const long = "x".repeat(61);
    const cases: [string, unknown][] = [
      ...["acme/x", "acme/..", "acme/a b", "x"].map((target): [string, unknown] => [
        `repository=acme/api&target=${target}`,
        { ...one, target },
      ]),
      ...["fix", "x".repeat(201), "a..b", "a b", "a.lock", ""].map((branch): [string, unknown] => [
        `mode=ref&repository=acme/api&ref=refs/heads/fix&branch=${branch}`,
        { ...ref, branch },
      ]),
      ...["refs/heads/a:b", "heads/a", "refs/tags/v1"].map((name): [string, unknown] => [
        `mode=ref&repository=acme/api&ref=${name}&branch=b`,
        { ...ref, ref: name, branch: "b" },
      ]),
      ["repositories=acme/+api+web&organisation=a/b", { ...batch, naming: { ...naming, organisation: "a/b" } }],
      ["repositories=acme/+api+web&names=a/{name}", { ...batch, naming: { prefix: "a/", suffix: "" } }],
      [`repositories=acme/+api+web&names=${long}{name}`, { ...batch, naming: { prefix: long, suffix: "" } }],
      ["repositories=acme/+api+web", batch],
    ];
    for (const [address, asked] of cases)
      expect(request(address), address).toEqual(restoreRequest.safeParse(asked).data);
  });
});
