import * as model from "@aws-sdk/client-secrets-manager";
import { AwsError } from "../aws-error";
import { type Operation, operation, type Service, subjects } from "../service";
import { paginate } from "../state/paginate";
import type { Secret, SecretStore, SecretVersion } from "./secret-store";

/** Secrets Manager: create, read, new versions, delete with its recovery window. No rotation, no policies, no replicas. */
export function secretsService(store: SecretStore): Service {
  return {
    iamPrefix: "secretsmanager",
    signingName: "secretsmanager",
    target: "secretsmanager",
    jsonVersion: "1.1",
    invalidInput: "InvalidParameterException",
    model,
    subjects: {
      GetSecretValue: subjects(({ SecretId = "" }: model.GetSecretValueRequest) => [
        { resource: store.arnFor(SecretId) },
      ]),
    },
    operations: { ...writeOperations(store), ...readOperations(store), ...deleteOperations(store) },
  };
}

function writeOperations(store: SecretStore): Record<string, Operation> {
  return {
    CreateSecret: operation(async (input: model.CreateSecretRequest): Promise<model.CreateSecretResponse> => {
      const secret = store.create(input.Name ?? "");
      secret.description = input.Description;
      secret.kmsKeyId = input.KmsKeyId;
      secret.tags = input.Tags ?? [];
      const version = hasValue(input) ? addVersion(store, secret, input) : undefined;
      await store.save();
      return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
    }),
    PutSecretValue: operation(async (input: model.PutSecretValueRequest): Promise<model.PutSecretValueResponse> => {
      const secret = store.findLive(input.SecretId ?? "");
      if (!hasValue(input))
        throw new AwsError("InvalidParameterException", "You must provide either SecretString or SecretBinary.");
      const version = addVersion(store, secret, input);
      await store.save();
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
    }),
    UpdateSecret: operation(async (input: model.UpdateSecretRequest): Promise<model.UpdateSecretResponse> => {
      const secret = store.findLive(input.SecretId ?? "");
      secret.description = input.Description ?? secret.description;
      secret.kmsKeyId = input.KmsKeyId ?? secret.kmsKeyId;
      secret.changedAt = store.account.now();
      const version = hasValue(input) ? addVersion(store, secret, input) : undefined;
      await store.save();
      return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
    }),
    TagResource: operation(async (input: model.TagResourceRequest) => {
      const secret = store.findLive(input.SecretId ?? "");
      const added = input.Tags ?? [];
      secret.tags = [...secret.tags.filter((tag) => !added.some((each) => each.Key === tag.Key)), ...added];
      await store.save();
      return {};
    }),
  };
}

function readOperations(store: SecretStore): Record<string, Operation> {
  return {
    GetSecretValue: operation(async (input: model.GetSecretValueRequest): Promise<model.GetSecretValueResponse> => {
      const secret = store.findLive(input.SecretId ?? "");
      const version = findVersion(secret, input.VersionId, input.VersionStage);
      secret.accessedAt = store.account.now();
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        SecretString: version.string,
        SecretBinary: version.binary === undefined ? undefined : new Uint8Array(Buffer.from(version.binary, "base64")),
        VersionStages: version.stages,
        CreatedDate: version.createdAt,
      };
    }),
    DescribeSecret: operation((input: model.DescribeSecretRequest): model.DescribeSecretResponse => {
      return describe(store.find(input.SecretId ?? ""));
    }),
    ListSecrets: operation((input: model.ListSecretsRequest): model.ListSecretsResponse => {
      const live = store.all().filter((each) => input.IncludePlannedDeletion || !each.deletedAt);
      const matching = live.filter((secret) => (input.Filters ?? []).every((filter) => matches(secret, filter)));
      const page = paginate(matching, input.NextToken, input.MaxResults ?? 100, "InvalidNextTokenException");
      const entries = page.items.map((secret) => {
        const { VersionIdsToStages, ...entry } = describe(secret);
        return { ...entry, SecretVersionsToStages: VersionIdsToStages };
      });
      return { SecretList: entries, NextToken: page.nextToken };
    }),
  };
}

function deleteOperations(store: SecretStore): Record<string, Operation> {
  return {
    DeleteSecret: operation(async (input: model.DeleteSecretRequest): Promise<model.DeleteSecretResponse> => {
      const secret = store.findLive(input.SecretId ?? "");
      const now = store.account.now();
      const days = input.ForceDeleteWithoutRecovery ? 0 : (input.RecoveryWindowInDays ?? 30);
      secret.deletedAt = now;
      if (input.ForceDeleteWithoutRecovery) store.remove(secret);
      await store.save();
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(now.getTime() + days * 86_400_000) };
    }),
    RestoreSecret: operation(async (input: model.RestoreSecretRequest): Promise<model.RestoreSecretResponse> => {
      const secret = store.find(input.SecretId ?? "");
      secret.deletedAt = undefined;
      await store.save();
      return { ARN: secret.arn, Name: secret.name };
    }),
  };
}

interface SecretInput {
  SecretString?: string;
  SecretBinary?: Uint8Array;
  ClientRequestToken?: string;
}

function hasValue(input: SecretInput): boolean {
  return input.SecretString !== undefined || input.SecretBinary !== undefined;
}

function addVersion(store: SecretStore, secret: Secret, input: SecretInput): SecretVersion {
  const { SecretString: string, SecretBinary: binary } = input;
  return store.addVersion(secret, { string, binary }, input.ClientRequestToken);
}

/** @throws AwsError ResourceNotFoundException */
export function findVersion(secret: Secret, id: string | undefined, stage: string | undefined): SecretVersion {
  const wanted = stage ?? (id ? undefined : "AWSCURRENT");
  const version = secret.versions.find((each) => (!id || each.id === id) && (!wanted || each.stages.includes(wanted)));
  if (version) return version;
  const sought = id ? `VersionId: ${id}` : `staging label: ${wanted}`;
  throw new AwsError(
    "ResourceNotFoundException",
    `Secrets Manager can't find the specified secret value for ${sought}`,
  );
}

function describe(secret: Secret): model.DescribeSecretResponse {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    CreatedDate: secret.createdAt,
    LastChangedDate: secret.changedAt,
    LastAccessedDate: secret.accessedAt,
    DeletedDate: secret.deletedAt,
    Tags: secret.tags,
    VersionIdsToStages: Object.fromEntries(secret.versions.map((each) => [each.id, each.stages])),
  };
}

function matches(secret: Secret, filter: model.Filter): boolean {
  const values = filter.Values ?? [];
  const startsWith = (text: string | undefined) => values.some((value) => text?.startsWith(value));
  if (filter.Key === "name") return startsWith(secret.name);
  if (filter.Key === "description") return startsWith(secret.description);
  if (filter.Key === "tag-key") return secret.tags.some((tag) => startsWith(tag.Key));
  if (filter.Key === "tag-value") return secret.tags.some((tag) => startsWith(tag.Value));
  throw new AwsError(
    "InvalidParameterException",
    `the sandbox does not filter secrets by '${filter.Key}'; use name, description, tag-key or tag-value`,
  );
}
