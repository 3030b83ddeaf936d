import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { AppError } from "@/lib/domain/errors";
import type { Secrets } from "@/lib/ports/secrets";
import { awsError } from "../shared/aws-error";
import { SMALL_CALL } from "../shared/small-call";

export class SecretsManagerSecrets implements Secrets {
  private readonly client: SecretsManagerClient;

  constructor(options: { region: string }) {
    this.client = new SecretsManagerClient({ region: options.region, maxAttempts: 5, requestHandler: SMALL_CALL });
  }

  async read(id: string): Promise<string> {
    try {
      const answer = await this.client.send(new GetSecretValueCommand({ SecretId: id }));
      return answer.SecretString ?? Buffer.from(answer.SecretBinary ?? []).toString("utf8");
    } catch (cause) {
      if (cause instanceof ResourceNotFoundException) throw new AppError("secret-missing", { secret: id }, { cause });
      throw awsError(cause, "Secrets Manager", "secretsmanager:GetSecretValue");
    }
  }
}
