import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { decide, noteRefusal } from "../../shared/decide";
import type { Principal } from "../../shared/principals";
import type { SecretStore } from "../secrets/secret-store";
import { findVersion } from "../secrets/secrets-service";
import { StartFailure } from "./start-failure";

/**
 * The values of a container's `secrets`, read as the execution role. `valueFrom` is a secret's ARN, optionally
 * followed by `:json-key:version-stage:version-id`.
 *
 * @throws StartFailure when one cannot be read
 */
export function resolveSecrets(
  store: SecretStore,
  container: ContainerDefinition,
  role: Principal | undefined,
): Record<string, string> {
  const wanted = container.secrets ?? [];
  if (wanted.length === 0) return {};
  if (!role)
    throw unable("the execution role does not exist; create a principal with the last part of its ARN as name");
  return Object.fromEntries(wanted.map(({ name = "", valueFrom = "" }) => [name, readSecret(store, valueFrom, role)]));
}

function readSecret(store: SecretStore, valueFrom: string, role: Principal): string {
  // arn:aws:secretsmanager:<region>:<account>:secret:<name>[:<json-key>:<stage>:<version>]
  const parts = valueFrom.split(":");
  const arn = valueFrom.startsWith("arn:") ? parts.slice(0, 7).join(":") : valueFrom;
  const [jsonKey, stage, versionId] = valueFrom.startsWith("arn:") ? parts.slice(7) : [];
  let text: string | undefined;
  try {
    const secret = store.findLive(arn);
    const question = { action: "secretsmanager:GetSecretValue", resource: secret.arn };
    if (!decide(role, question)) {
      noteRefusal(role, question.action);
      throw new Error(`AccessDeniedException: ${role.name} is not authorized to perform: ${question.action}`);
    }
    text = findVersion(secret, versionId || undefined, stage || undefined).string;
  } catch (error) {
    throw unable(`${valueFrom}: ${error instanceof Error ? error.message : error}`);
  }
  if (text === undefined) throw unable(`${valueFrom} holds bytes, and an environment variable needs text`);
  return jsonKey ? readKey(text, jsonKey, valueFrom) : text;
}

function readKey(text: string, key: string, valueFrom: string): string {
  let value: unknown;
  try {
    value = (JSON.parse(text) as Record<string, unknown>)[key];
  } catch {
    throw unable(`${valueFrom}: the secret is not JSON, so it has no key '${key}'`);
  }
  if (value === undefined) throw unable(`retrieved secret from Secrets Manager did not contain json key ${key}`);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function unable(reason: string): StartFailure {
  return new StartFailure(
    `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ${reason}`,
  );
}
