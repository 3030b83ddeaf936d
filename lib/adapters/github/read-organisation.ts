import { z } from "zod";
import { timeOfReset } from "@/lib/domain/host-limit";
import type { OrganisationFacts } from "@/lib/domain/preflight-facts";
import { githubError } from "./github-errors";

export interface FoundInstallation {
  id: number;
  suspended: boolean;
  permissions: Record<string, string>;
}

/** octokit knows each route's types by heart; what is asked here is little, and looked at by hand. */
export interface RestClient {
  request(route: string, parameters?: object): Promise<{ data: unknown }>;
}

const rawOrganisation = z.looseObject({
  members_can_create_repositories: z.boolean().nullish(),
  members_can_create_private_repositories: z.boolean().optional(),
  plan: z.looseObject({ name: z.string().optional() }).optional(),
});

const rawRulesets = z.array(z.looseObject({ name: z.string(), enforcement: z.string() }));

const rawLimits = z.looseObject({
  resources: z.looseObject({ core: z.looseObject({ remaining: z.number(), limit: z.number(), reset: z.number() }) }),
});

/**
 * What bears on creating repositories in an organisation. GitHub tells an App more or less of it, by its permissions; what
 * it does not tell is left out, and only a GitHub that does not answer at all is an error.
 */
export async function readOrganisation(
  login: string,
  installation: FoundInstallation | undefined,
  octokit: RestClient | undefined,
  apiUrl: string,
): Promise<OrganisationFacts> {
  if (!installation) return { organisation: login };
  const { suspended, permissions } = installation;
  const facts: OrganisationFacts = { organisation: login, installation: { suspended, permissions } };
  if (!octokit) return facts;
  const get = (route: string, parameters: object = {}) => answerOf(octokit, route, parameters, apiUrl);
  const organisation = rawOrganisation.safeParse(await get("GET /orgs/{org}", { org: login })).data;
  const rulesets = rawRulesets.safeParse(await get("GET /orgs/{org}/rulesets", { org: login })).data;
  const core = rawLimits.safeParse(await get("GET /rate_limit")).data?.resources.core;
  const { members_can_create_private_repositories: privately, members_can_create_repositories: atAll } =
    organisation ?? {};
  const reset = timeOfReset(core?.reset ?? 0);
  return {
    ...facts,
    privateAllowed: atAll === false ? false : privately,
    enterprise: organisation?.plan?.name === undefined ? undefined : organisation.plan.name === "enterprise",
    rulesets: rulesets?.filter(({ enforcement }) => enforcement === "active").map(({ name }) => name),
    budget: core && reset ? { remaining: core.remaining, limit: core.limit, reset } : undefined,
  };
}

/** Undefined where GitHub will not tell. */
async function answerOf(octokit: RestClient, route: string, parameters: object, apiUrl: string): Promise<unknown> {
  try {
    return (await octokit.request(route, parameters)).data;
  } catch (cause) {
    const error = githubError(cause, route, apiUrl);
    if (error.code === "github-forbidden" || error.code === "github-answer") return undefined;
    throw error;
  }
}
