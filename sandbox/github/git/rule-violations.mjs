// @ts-check
// What GitHub prints when rulesets or push protection refuse a ref (GH013). The texts are those of public reports:
// github.com/yshavit/mdq/pull/255, github.com/kernelkit/infix/issues/1610 and github.com/palxiao/poster-design/issues/140.
import { createHash } from "node:crypto";

const LEARN =
  "https://docs.github.com/code-security/secret-scanning/working-with-secret-scanning-and-push-protection/working-with-push-protection-from-the-command-line#resolving-a-blocked-push";
/** GitHub shows so many secrets of a push. */
const MOST_SECRETS = 5;

/**
 * @typedef {{
 *   rulesets: { pattern: string, violation: string }[],
 *   secrets: { name: string, pattern: string }[],
 *   allowedSecrets: string[],
 *   repository: { id: number, url: string },
 * }} Rules
 * @typedef {{ kind: string, id: string, commit: string, place: string }} Secret
 */

/**
 * What speaks against the ref, as GitHub puts it.
 * @param {{ new: string, ref: string }} command
 * @param {Rules} rules
 * @param {(...args: string[]) => string} git
 * @returns {string | undefined}
 */
export function violation(command, rules, git) {
  const { rulesets, repository } = rules;
  const header = `error: GH013: Repository rule violations found for ${command.ref}.`;
  const violated = rulesets.filter(({ pattern }) => new RegExp(pattern).test(command.ref));
  if (violated.length > 0) {
    const review = `Review all repository rules at ${repository.url}/rules?ref=${encodeURIComponent(command.ref)}`;
    return [header, review, "", ...violated.map((each) => `- ${each.violation}`), ""].join("\n");
  }
  const secrets = rules.secrets.length > 0 ? findSecrets(command.new, rules, git) : [];
  return secrets.length > 0 ? `${header}\n${protection(secrets, repository.url)}` : undefined;
}

/**
 * Those in lines that commits new to the repository add, which nobody has allowed.
 * @param {string} tip
 * @param {Rules} rules
 * @param {(...args: string[]) => string} git
 */
function findSecrets(tip, { secrets, allowedSecrets, repository }, git) {
  /** @type {Map<string, Secret>} */
  const found = new Map();
  for (const { name, pattern } of secrets) {
    const log = git("log", "--format=commit %H", "-p", "-U0", "-G", pattern, tip, "--not", "--all");
    let [commit, path, line] = ["", "", 0];
    for (const text of log.split("\n")) {
      if (text.startsWith("commit ")) commit = text.slice("commit ".length);
      else if (text.startsWith("+++ b/")) path = text.slice("+++ b/".length);
      else if (text.startsWith("@@ ")) line = Number(/\+(\d+)/.exec(text)?.[1]);
      else if (text.startsWith("+")) {
        const [secret] = new RegExp(pattern).exec(text.slice(1)) ?? [];
        const id = secret === undefined ? "" : idOf(repository.id, secret);
        if (id && !found.has(id)) found.set(id, { kind: name, id, commit, place: `${path}:${line}` });
        line += 1;
      }
    }
  }
  return [...found.values()].filter(({ id }) => !allowedSecrets.includes(id));
}

/** @param {Secret[]} secrets @param {string} url */
function protection(secrets, url) {
  const blocks = secrets
    .slice(0, MOST_SECRETS)
    .flatMap(({ kind, id, commit, place }) => [
      `      —— ${kind} ${"—".repeat(Math.max(2, 50 - kind.length))}`,
      "       locations:",
      `         - commit: ${commit}`,
      `           path: ${place}`,
      "",
      "       (?) To push, remove secret from commit(s) or follow this URL to allow the secret.",
      `       ${url}/security/secret-scanning/unblock-secret/${id}`,
      "",
    ]);
  return [
    "",
    "- GITHUB PUSH PROTECTION",
    `  ${"—".repeat(41)}`,
    "    Resolve the following violations before pushing again",
    "",
    "    - Push cannot contain secrets",
    "",
    "    ",
    "     (?) Learn how to resolve a blocked push",
    `     ${LEARN}`,
    "    ",
    "    ",
    ...blocks,
    "",
  ].join("\n");
}

/** The same secret in the same repository has the same one each time. @param {number} repository @param {string} secret */
function idOf(repository, secret) {
  const hash = createHash("sha256").update(`${repository} ${secret}`).digest("base64");
  return `2${hash.replace(/[^A-Za-z0-9]/g, "").slice(0, 26)}`;
}
