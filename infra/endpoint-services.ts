/** The AWS services that tasks speak to, beside S3, which has a gateway of its own. */
export const ENDPOINT_SERVICES = [
  "ecr.api",
  "ecr.dkr",
  "ecs",
  "kms",
  "logs",
  "monitoring",
  "scheduler",
  "secretsmanager",
  "sns",
  "sts",
] as const;
