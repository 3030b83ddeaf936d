import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { acknowledge } from "../constructs/acknowledge";
import { HoldfastStack } from "./holdfast-stack";

/**
 * Two App keys and the OAuth secret, each imported by ARN or created without a value, because a value in a template is no
 * secret: the operator puts it in (docs/deploy.md). The session secret is random; nobody needs to see it, or to bring one.
 */
export class SecretsStack extends HoldfastStack {
  /** In Secrets Manager, or in KMS. */
  readonly restoreAppKeyArn: string;
  readonly oauthClientSecret: secretsmanager.ISecret;
  readonly sessionSecret: secretsmanager.ISecret;
  /** Where people also sign in with an identity provider. */
  readonly oidcClientSecret?: secretsmanager.ISecret;
  private ofBackupApp?: string;

  constructor(scope: Construct, config: EnvironmentConfig) {
    super(scope, "secrets", config);
    acknowledge(
      this,
      "AwsSolutions-SMG4",
      "GitHub issues App keys and OAuth secrets to people, so nothing in AWS can rotate them; docs/deploy.md says how.",
    );
    const { names } = this;
    const { secrets } = config;
    this.restoreAppKeyArn = this.arnOf(
      "RestoreAppKey",
      secrets.restoreAppKeyArn,
      names.restoreAppKeySecret,
      "Private key (PEM) of the restore GitHub App; read by the restore task alone",
    );
    const oauth = "Client secret of the OAuth app people sign in to the console with";
    this.oauthClientSecret = secretsmanager.Secret.fromSecretCompleteArn(
      this,
      "OauthClientSecret",
      this.arnOf("OauthClientSecret", secrets.oauthClientSecretArn, names.oauthClientSecret, oauth),
    );
    const oidc = config.console.singleSignOn?.clientSecretArn;
    if (oidc) this.oidcClientSecret = secretsmanager.Secret.fromSecretCompleteArn(this, "OidcClientSecret", oidc);
    this.sessionSecret = new secretsmanager.Secret(this, "SessionSecret", {
      secretName: names.sessionSecret,
      description: "Signs the console's sessions; a new value signs everybody out",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: this.keep,
    });
  }

  /** There only when it is asked for: a standby does not back up. */
  get backupAppKeyArn(): string {
    this.ofBackupApp ??= this.arnOf(
      "BackupAppKey",
      this.config.secrets.backupAppKeyArn,
      this.names.backupAppKeySecret,
      "Private key (PEM) of the backup GitHub App; read by the backup task alone",
    );
    return this.ofBackupApp;
  }

  /** As configured, or of a secret that is made and waits for its value. */
  private arnOf(id: string, arn: string | undefined, name: string, description: string): string {
    if (arn) return arn;
    const created = new secretsmanager.CfnSecret(this, `${id}Resource`, { name, description });
    created.applyRemovalPolicy(this.keep);
    return created.ref;
  }
}
