import { z } from "zod";
import type { Github } from "./github";
import { defaultPolicy, organisationPolicySchema } from "./organisation-policy";
import { sameName } from "./repository-names";
import { check, Refusal } from "./sandbox-request";

const organisationSchema = organisationPolicySchema.partial().extend({ login: z.string() });

/** What an owner sets on the organisation's pages. What is not given stays. */
export async function changeOrganisation(github: Github, body: unknown) {
  const { login, ...wanted } = check(organisationSchema, body);
  const organisation = github.state.organisations.find((each) => sameName(each.login, login));
  if (!organisation) {
    const known = github.state.organisations.map((each) => each.login);
    throw new Refusal(`there is no organisation ${login}; there are ${known}`);
  }
  organisation.policy = { ...defaultPolicy(), ...organisation.policy, ...wanted };
  await github.save();
  return { login: organisation.login, ...organisation.policy };
}

const LINK = /\/([^/]+)\/([^/]+)\/security\/secret-scanning\/unblock-secret\/([A-Za-z0-9]+)$/;

/** What a person does on the page that push protection's link leads to. */
export async function allowSecret(github: Github, body: unknown) {
  const { url } = check(z.strictObject({ url: z.string() }), body);
  const [, organisation = "", name = "", id] = LINK.exec(url) ?? [];
  const repository = github.repositories.find(organisation, name);
  if (!repository || !id) throw new Refusal("there is no such repository; send the link as push protection printed it");
  repository.allowedSecrets = [...new Set([...(repository.allowedSecrets ?? []), id])];
  await github.save();
  return { repository: `${repository.organisation}/${repository.name}`, allowedSecrets: repository.allowedSecrets };
}
