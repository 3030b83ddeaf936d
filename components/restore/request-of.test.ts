import { describe, expect, test } from "vitest";
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
});
