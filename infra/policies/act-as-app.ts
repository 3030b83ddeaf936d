import { actionForKey } from "@/lib/domain/app-key";
import { allow, type Statement } from "./statement";

/**
 * What it takes to act as an App: to read its key from Secrets Manager, or to have KMS sign with it, in the one way GitHub asks for.
 * Source: "Condition keys for KMS" of the KMS developer guide.
 */
export function actAsApp(sid: string, keyArn: string): Statement {
  const action = actionForKey(keyArn);
  if (action !== "kms:Sign") return allow(`Read${sid}Key`, [action], [keyArn]);
  return allow(`SignAs${sid}`, [action], [keyArn], {
    StringEquals: { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" },
  });
}
