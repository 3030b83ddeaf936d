import { randomInt, randomUUID } from "node:crypto";
import path from "node:path";
import { type Account, arnOf } from "../account";
import { AwsError } from "../aws-error";
import { StateFile } from "../state/state-file";

export interface SecretVersion {
  id: string;
  stages: string[];
  createdAt: Date;
  string?: string;
  /** base64 */
  binary?: string;
}

export interface Secret {
  arn: string;
  name: string;
  description?: string;
  kmsKeyId?: string;
  tags: { Key?: string; Value?: string }[];
  createdAt: Date;
  changedAt: Date;
  accessedAt?: Date;
  deletedAt?: Date;
  versions: SecretVersion[];
}

const ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The secrets of the account, on disk in `secrets-manager.json`. */
export class SecretStore {
  readonly account: Account;
  private readonly state: StateFile<{ secrets: Secret[] }>;

  private constructor(account: Account, state: StateFile<{ secrets: Secret[] }>) {
    this.account = account;
    this.state = state;
  }

  static async open(account: Account, dataDir: string): Promise<SecretStore> {
    const file = path.join(dataDir, "secrets-manager.json");
    return new SecretStore(account, await StateFile.open(file, { secrets: [] as Secret[] }));
  }

  all(): Secret[] {
    return this.state.value.secrets;
  }

  save(): Promise<void> {
    return this.state.save();
  }

  /** By name, by ARN, or by ARN without the six letters AWS appends. @throws AwsError ResourceNotFoundException */
  find(id: string): Secret {
    const secret = this.lookUp(id);
    if (!secret) {
      throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    return secret;
  }

  /** What IAM is asked about: the whole ARN of what {@link find} would find, or the ARN as far as it can be told. */
  arnFor(id: string): string {
    return this.lookUp(id)?.arn ?? (id.startsWith("arn:") ? id : `${this.partialArn}${id}`);
  }

  private lookUp(id: string): Secret | undefined {
    return this.all().find((each) => [each.name, each.arn, `${this.partialArn}${each.name}`].includes(id));
  }

  private get partialArn(): string {
    return arnOf(this.account, "secretsmanager", "secret:");
  }

  /** As {@link find}, for operations that a secret marked for deletion refuses. */
  findLive(id: string): Secret {
    const secret = this.find(id);
    if (secret.deletedAt) {
      throw new AwsError(
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    }
    return secret;
  }

  create(name: string): Secret {
    if (!/^[\w/+=.@!-]{1,512}$/.test(name)) {
      throw new AwsError(
        "ValidationException",
        "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
      );
    }
    const existing = this.all().find((each) => each.name === name);
    if (existing?.deletedAt) {
      throw new AwsError(
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    }
    if (existing) {
      throw new AwsError("ResourceExistsException", `The operation failed because the secret ${name} already exists.`);
    }
    const now = this.account.now();
    const arn = `${arnOf(this.account, "secretsmanager", `secret:${name}`)}-${randomLetters(6)}`;
    const secret: Secret = { arn, name, tags: [], createdAt: now, changedAt: now, versions: [] };
    this.all().push(secret);
    return secret;
  }

  remove(secret: Secret): void {
    this.state.value.secrets = this.all().filter((each) => each !== secret);
  }

  /** Adds a version that becomes AWSCURRENT; the one before it becomes AWSPREVIOUS. The same token again changes nothing. */
  addVersion(
    secret: Secret,
    value: { string?: string; binary?: Uint8Array },
    token: string | undefined,
  ): SecretVersion {
    const binary = value.binary && Buffer.from(value.binary).toString("base64");
    const repeated = secret.versions.find((each) => each.id === token);
    if (repeated) {
      if (repeated.string === value.string && repeated.binary === binary) return repeated;
      throw new AwsError(
        "ResourceExistsException",
        `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`,
      );
    }
    const now = this.account.now();
    moveStage(secret, "AWSPREVIOUS", "AWSCURRENT");
    const version: SecretVersion = { id: token ?? randomUUID(), stages: ["AWSCURRENT"], createdAt: now };
    if (value.string !== undefined) version.string = value.string;
    if (binary !== undefined) version.binary = binary;
    secret.versions = [...secret.versions.filter((each) => each.stages.length > 0), version];
    secret.changedAt = now;
    return version;
  }
}

/** The version with `to` hands over, the one with `from` takes its place. */
function moveStage(secret: Secret, to: string, from: string): void {
  for (const version of secret.versions) {
    const wasCurrent = version.stages.includes(from);
    version.stages = version.stages.filter((stage) => stage !== to && stage !== from);
    if (wasCurrent) version.stages.push(to);
  }
}

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join("");
}
