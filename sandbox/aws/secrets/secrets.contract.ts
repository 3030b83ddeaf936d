import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AwsClients, type AwsFixture, startFixture } from "../testing/aws-fixture";

let fixture: AwsFixture;
let secrets: AwsClients["secrets"];

beforeAll(async () => {
  fixture = await startFixture();
  secrets = fixture.clients().secrets;
});
afterAll(() => fixture.close());

describe("Secrets Manager", () => {
  it("gives a secret an ARN with six letters of its own and finds it by name, ARN and partial ARN", async () => {
    const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "holdfast/key", SecretString: "one" }));
    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:holdfast\/key-[A-Za-z0-9]{6}$/);
    for (const SecretId of ["holdfast/key", ARN, ARN.slice(0, -7)]) {
      const found = await secrets.send(new GetSecretValueCommand({ SecretId }));
      expect(found).toMatchObject({ Name: "holdfast/key", SecretString: "one", VersionStages: ["AWSCURRENT"] });
    }
  });

  it("keeps the previous version of a secret and refuses unknown ones", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "versions", SecretString: "one" }));
    await secrets.send(new PutSecretValueCommand({ SecretId: "versions", SecretString: "two" }));
    await secrets.send(new UpdateSecretCommand({ SecretId: "versions", SecretString: "three", Description: "d" }));
    const read = (VersionStage?: string) =>
      secrets.send(new GetSecretValueCommand({ SecretId: "versions", VersionStage }));
    expect((await read()).SecretString).toBe("three");
    expect((await read("AWSPREVIOUS")).SecretString).toBe("two");
    await expect(read("AWSPENDING")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const described = await secrets.send(new DescribeSecretCommand({ SecretId: "versions" }));
    expect(
      Object.values(described.VersionIdsToStages ?? {})
        .flat()
        .sort(),
    ).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
    expect(described.Description).toBe("d");
  });

  it("keeps bytes as bytes", async () => {
    const bytes = new Uint8Array([0, 255, 10, 13]);
    await secrets.send(new CreateSecretCommand({ Name: "bytes", SecretBinary: bytes }));
    const found = await secrets.send(new GetSecretValueCommand({ SecretId: "bytes" }));
    expect(Buffer.from(found.SecretBinary ?? [])).toEqual(Buffer.from(bytes));
    expect(found.SecretString).toBeUndefined();
  });

  it("answers like AWS when there is no such secret, or one already", async () => {
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: "none" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret.",
    });
    await secrets.send(new CreateSecretCommand({ Name: "taken", SecretString: "x" }));
    const again = secrets.send(new CreateSecretCommand({ Name: "taken", SecretString: "x" }));
    await expect(again).rejects.toMatchObject({ name: "ResourceExistsException" });
  });

  it("takes the same request token once", async () => {
    const ClientRequestToken = "00000000-0000-4000-8000-000000000001";
    await secrets.send(new CreateSecretCommand({ Name: "token", SecretString: "x", ClientRequestToken }));
    const same = await secrets.send(
      new PutSecretValueCommand({ SecretId: "token", SecretString: "x", ClientRequestToken }),
    );
    expect(same.VersionId).toBe(ClientRequestToken);
    const other = secrets.send(new PutSecretValueCommand({ SecretId: "token", SecretString: "y", ClientRequestToken }));
    await expect(other).rejects.toMatchObject({ name: "ResourceExistsException" });
  });

  it("lists with filters and pages", async () => {
    for (const name of ["list/a", "list/b", "list/c"]) {
      await secrets.send(new CreateSecretCommand({ Name: name, SecretString: "x" }));
    }
    const Filters = [{ Key: "name" as const, Values: ["list/"] }];
    const first = await secrets.send(new ListSecretsCommand({ Filters, MaxResults: 2 }));
    const second = await secrets.send(new ListSecretsCommand({ Filters, MaxResults: 2, NextToken: first.NextToken }));
    const names = [first, second].flatMap((page) => page.SecretList?.map((each) => each.Name));
    expect(names).toEqual(["list/a", "list/b", "list/c"]);
    expect(second.NextToken).toBeUndefined();
  });

  it("lets a deleted secret be restored, but not read", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "deleted", SecretString: "x" }));
    await secrets.send(new DeleteSecretCommand({ SecretId: "deleted", RecoveryWindowInDays: 7 }));
    const read = () => secrets.send(new GetSecretValueCommand({ SecretId: "deleted" }));
    await expect(read()).rejects.toMatchObject({ name: "InvalidRequestException" });
    await secrets.send(new RestoreSecretCommand({ SecretId: "deleted" }));
    expect((await read()).SecretString).toBe("x");
  });

  it("keeps everything over a restart", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "kept", SecretString: "still here" }));
    await fixture.restart();
    secrets = fixture.clients().secrets;
    const found = await secrets.send(new GetSecretValueCommand({ SecretId: "kept" }));
    expect(found.SecretString).toBe("still here");
    expect(found.CreatedDate).toBeInstanceOf(Date);
  });
});
