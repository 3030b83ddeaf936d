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

interface RawOrganisation {
  members_can_create_repositories?: boolean | null;
  members_can_create_private_repositories?: boolean;
  members_can_create_internal_repositories?: boolean;
  plan?: { name?: string };
}

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
  const organisation = (await get("GET /orgs/{org}", { org: login })) as RawOrganisation | undefined;
  const rulesets = (await get("GET /orgs/{org}/rulesets", { org: login })) as RawRuleset[] | undefined;
  const limits = (await get("GET /rate_limit")) as RawLimits | undefined;
  const { members_can_create_private_repositories: privately, members_can_create_repositories: atAll } =
    organisation ?? {};
  const core = limits?.resources?.core;
  return {
    ...facts,
    privateAllowed: atAll === false ? false : privately,
    enterprise: organisation?.plan?.name === undefined ? undefined : organisation.plan.name === "enterprise",
    rulesets: Array.isArray(rulesets)
      ? rulesets.filter(({ enforcement }) => enforcement === "active").map(({ name }) => name)
      : undefined,
    budget: core && {
      remaining: core.remaining,
      limit: core.limit,
      reset: new Date(core.reset * 1000).toISOString(),
    },
  };
}

interface RawRuleset {
  name: string;
  enforcement: string;
}

interface RawLimits {
  resources?: { core?: { remaining: number; limit: number; reset: number } };
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
