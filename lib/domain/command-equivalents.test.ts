import { describe, expect, test } from "vitest";
import { copyCommand, restoreByHand } from "./command-equivalents";
import { repositoryName } from "./ids-schema";

const address = { bucket: "b", region: "eu-west-1" };

describe("commands", () => {
  test("rebuild a chain in order: copy every link, clone the full one, fetch the others with pruning", () => {
    const commands = restoreByHand(address, {
      repo: repositoryName.parse("acme/web"),
      default_branch: "trunk",
      chain: [
        { s3_key: "github-backup/2026-01-01/acme/web.bundle", kind: "full", size_bytes: 1 },
        {
          s3_key: "github-backup/2026-01-02/acme/web/incremental.bundle",
          kind: "incremental",
          size_bytes: 1,
          version_id: "v2",
        },
      ],
    });
    expect(commands).toEqual([
      "aws s3 cp s3://b/github-backup/2026-01-01/acme/web.bundle web.bundle --region eu-west-1",
      "aws s3api get-object --bucket b --region eu-west-1 --key github-backup/2026-01-02/acme/web/incremental.bundle --version-id v2 web.incremental-1.bundle",
      "git clone --mirror web.bundle web.git",
      "git -C web.git fetch --prune ../web.incremental-1.bundle '+refs/*:refs/*'",
      "git -C web.git symbolic-ref HEAD refs/heads/trunk",
    ]);
  });

  test("quote what a shell would take apart", () => {
    expect(copyCommand(address, "a b/it's", "x")).toBe(`aws s3 cp 's3://b/a b/it'\\''s' x --region eu-west-1`);
  });
});
