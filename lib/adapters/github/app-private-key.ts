import { createPrivateKey } from "node:crypto";
import { AppError } from "@/lib/domain/errors";

/**
 * A private key as GitHub hands it out, fit for octokit. Looked at before any request is made: octokit would fail with the first one,
 * in the words of whatever read the key, and as if GitHub had not answered.
 * @throws AppError github-credentials; nothing of the key is in it
 */
export function appPrivateKey(text: string): string {
  // Line breaks that became letters on their way through a variable or a form: octokit takes them, too.
  const pem = text.replaceAll("\\n", "\n").trim();
  const refuse = (why: string) =>
    new AppError("github-credentials", { detail: `the private key cannot be used (${why})` });
  if (!pem.startsWith("-----BEGIN ")) throw refuse("it is no PEM file");
  if (!/-----END [A-Z ]+-----$/.test(pem)) throw refuse("its end is missing");
  let kind: string | undefined;
  try {
    kind = createPrivateKey(pem).asymmetricKeyType;
  } catch (cause) {
    throw refuse((cause as NodeJS.ErrnoException).code ?? "it is damaged");
  }
  if (kind !== "rsa") throw refuse(`it is of the kind ${kind}, and GitHub's are rsa`);
  return pem;
}
